import { useQuery } from '@tanstack/react-query'
import type { Api } from '../../api/api.ts'
import { useApi } from '../../workspace/useApi.ts'

/** Query options for a page of deleted credentials that says for how many days they are kept. */
export const keptDaysQuery = (trpc: Api['trpc']) => trpc.deletedCredentials.list.queryOptions({ limit: 1 })

/** Returns for how many days deleted credentials can be restored, as the server says; undefined until that is known. */
export const useKeptDays = (): number | undefined => useQuery(keptDaysQuery(useApi().trpc)).data?.keptDays
