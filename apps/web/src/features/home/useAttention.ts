import type { CredentialStatus, CredentialSummary } from '@stepkey/shared/credential'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { ENDING_DAYS } from '../all-credentials/credentialFilter.ts'
import { accessEndOf } from '../credentials/AccessEnd.tsx'

/** The statuses that need the user; frozen credentials and those without proof only if an active flow uses them. */
const STATUSES = [
  'failing',
  'reconnect',
  'frozen',
  'unverified',
] as const satisfies readonly CredentialStatus[]

/** How many credentials of each kind are shown. The table of all credentials has the others. */
const SHOWN = 50

/** Loads what needs attention in the workspace. `items` are undefined until everything is loaded. */
export function useAttention() {
  const { trpc } = useApi()
  const mayManageWebhooks = useMay('webhooks')
  const lists = useQueries({
    queries: STATUSES.map((status) => trpc.credentials.list.queryOptions({ status, limit: SHOWN })),
  })
  const ending = useQuery(
    trpc.credentials.list.queryOptions({ endsWithinDays: ENDING_DAYS, sort: 'name', limit: SHOWN }),
  )
  const revocations = useQuery(trpc.revocations.list.queryOptions())
  const webhooks = useQuery(trpc.webhooks.list.queryOptions(undefined, { enabled: mayManageWebhooks }))
  const failed = [...lists, ending, revocations, webhooks].find(({ error }) => error)
  const isLoaded =
    [...lists, ending, revocations].every(({ data }) => data) &&
    (!mayManageWebhooks || webhooks.data !== undefined)
  return {
    failed,
    credentials: isLoaded
      ? sortByUse(lists.flatMap(({ data }) => data?.items ?? []).filter(needsAttention))
      : undefined,
    // A failing credential must be replaced anyway.
    ending: isLoaded
      ? sortByEnd((ending.data?.items ?? []).filter((credential) => !needsAttention(credential)))
      : undefined,
    revocations: isLoaded ? (revocations.data?.items ?? []) : undefined,
    webhooks: isLoaded
      ? (webhooks.data ?? []).filter(
          ({ isEnabled, disabledReason, failingSince }) =>
            disabledReason !== null || (isEnabled && failingSince !== null),
        )
      : undefined,
    hasMore: lists.some(({ data }) => data?.nextCursor),
    hasMoreEnding: Boolean(ending.data?.nextCursor),
  }
}

/** Returns whether a credential needs attention now. */
export const needsAttention = ({
  status,
  activeFlowCount,
}: Pick<CredentialSummary, 'status' | 'activeFlowCount'>) =>
  status === 'failing' ||
  status === 'reconnect' ||
  ((status === 'frozen' || status === 'unverified') && activeFlowCount > 0)

/** Sorts credentials by the end of their access. */
const sortByEnd = (credentials: readonly CredentialSummary[]) =>
  credentials.toSorted((a, b) => ((accessEndOf(a) ?? '') < (accessEndOf(b) ?? '') ? -1 : 1))

/** Sorts credentials by the number of active flows that they affect. */
export const sortByUse = <Used extends Pick<CredentialSummary, 'activeFlowCount' | 'name'>>(
  credentials: readonly Used[],
): Used[] =>
  credentials.toSorted((a, b) => b.activeFlowCount - a.activeFlowCount || a.name.localeCompare(b.name))
