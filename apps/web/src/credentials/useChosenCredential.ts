import type { CredentialSummary } from '@stepkey/shared/credential'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useMay } from '../access.ts'
import { codeOf, useApi } from '../api.ts'

export type ChosenCredential =
  | { state: 'none' | 'loading' | 'gone' | 'unknown' }
  | { state: 'found'; credential: CredentialSummary; ready: boolean }

interface Choice {
  componentId: string | null
  credentialId: string | null
}

/** What is known of the credential that a step has chosen. `ready`: an active flow may use it. */
export function useChosenCredential({ componentId, credentialId }: Choice): ChosenCredential {
  const { trpc } = useApi()
  const mayInspect = useMay('inspect')
  const one = useQuery(
    trpc.credentials.get.queryOptions(mayInspect && credentialId !== null ? { credentialId } : skipToken),
  )
  // Who may not open a credential still sees it in the list.
  const listed = useQuery(
    trpc.credentials.list.queryOptions(
      !mayInspect && credentialId !== null && componentId !== null
        ? { componentId, limit: LISTED }
        : skipToken,
    ),
  )
  if (credentialId === null) return { state: 'none' }
  // What was deleted after it was loaded stays in the cache: the error is the newer knowledge.
  if (codeOf(one.error) === 'not_found') return { state: 'gone' }
  const credential = one.data ?? listed.data?.items.find(({ id }) => id === credentialId)
  if (credential) return { state: 'found', credential, ready: isReady(credential) }
  if (listed.data) return { state: listed.data.nextCursor === null ? 'gone' : 'unknown' }
  return { state: one.error || listed.error ? 'unknown' : 'loading' }
}

/** As many as the server gives at once. */
const LISTED = 200

/** Whether an active flow may use it. */
export const isReady = ({ status }: Pick<CredentialSummary, 'status'>) =>
  status !== 'failing' && status !== 'unverified'
