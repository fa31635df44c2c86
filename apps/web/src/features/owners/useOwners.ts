import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** The number of owners that are offered at a time. */
const OFFERED = 50

/** Returns owners of credentials that begin with a text, when typing pauses. */
export function useOwners(search: string, { isOn = true } = {}) {
  const { trpc } = useApi()
  const [typed] = useDebouncedValue(search.slice(0, 120), 200)
  return useQuery(
    trpc.owners.list.queryOptions(
      { search: typed || undefined, limit: OFFERED },
      { enabled: isOn, placeholderData: keepPreviousData },
    ),
  )
}
