import type { CredentialSummary } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { useQueries } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** The flows that last used credentials, by id, as far as they exist. */
export type UsedFlows = ReadonlyMap<string, Flow>

/** Loads the flows that last used the credentials: with one request for each page of the list. */
export function useUsedFlows(pages: readonly (readonly CredentialSummary[])[]): UsedFlows {
  const { trpc } = useApi()
  const found = useQueries({
    queries: pages.map((credentials) => {
      const ids = [...new Set(credentials.flatMap(({ lastUse }) => lastUse?.flowId ?? []))].sort()
      return trpc.flows.list.queryOptions({ ids, limit: MAX_IDS }, { enabled: ids.length > 0 })
    }),
  })
  return new Map(found.flatMap(({ data }) => (data?.items ?? []).map((flow) => [flow.id, flow] as const)))
}

/** The maximum number of ids in one request, which is also the maximum number of credentials of a page. */
const MAX_IDS = 200
