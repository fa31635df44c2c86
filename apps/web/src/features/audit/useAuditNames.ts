import type { AuditEntry } from '@stepkey/shared/audit'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { useQueries } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** The current names of the credentials, flows and steps that audit entries concern, as far as they exist. */
export interface AuditNames {
  credentials: ReadonlyMap<string, Pick<CredentialSummary, 'id' | 'name' | 'componentId'>>
  flows: ReadonlyMap<string, Pick<Flow, 'id' | 'name' | 'steps'>>
}

/** Returns the distinct ids of the credentials and flows that the entries concern. */
export function idsIn(entries: readonly AuditEntry[]): { credentials: string[]; flows: string[] } {
  const credentials = new Set<string>()
  const flows = new Set<string>()
  for (const { action, subjectId, detail } of entries) {
    // A refusal can have another subject than an object: the name of a procedure, for example.
    if (action.startsWith('credential.')) credentials.add(subjectId)
    if (action.startsWith('flow.')) flows.add(subjectId)
    if (typeof detail.flowId === 'string') flows.add(detail.flowId)
    if (typeof detail.credentialId === 'string') credentials.add(detail.credentialId)
  }
  return { credentials: idsOf(credentials), flows: idsOf(flows) }
}

const idsOf = (values: ReadonlySet<string>) =>
  [...values].filter((value) => /^[\w-]{1,64}$/.test(value)).sort()

/** Loads the names that the entries need: with one request per kind for each page of the log. */
export function useAuditNames(pages: readonly (readonly AuditEntry[])[]): AuditNames {
  const { trpc } = useApi()
  const ids = pages.map(idsIn)
  const credentials = useQueries({
    queries: ids.map((page) =>
      trpc.credentials.list.queryOptions(
        { ids: page.credentials, limit: MAX_IDS },
        { enabled: page.credentials.length > 0 },
      ),
    ),
  })
  const flows = useQueries({
    queries: ids.map((page) =>
      trpc.flows.list.queryOptions({ ids: page.flows, limit: MAX_IDS }, { enabled: page.flows.length > 0 }),
    ),
  })
  return {
    credentials: new Map(
      credentials.flatMap(({ data }) =>
        (data?.items ?? []).map((credential) => [credential.id, credential] as const),
      ),
    ),
    flows: new Map(flows.flatMap(({ data }) => (data?.items ?? []).map((flow) => [flow.id, flow] as const))),
  }
}

/** The maximum number of ids in one request. A page of the log has at most 50 entries with two ids each. */
const MAX_IDS = 200
