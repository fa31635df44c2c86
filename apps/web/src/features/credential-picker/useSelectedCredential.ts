import type { CredentialSummary } from '@stepkey/shared/credential'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

/** The loading state of the chosen credential. */
export type SelectedCredentialState =
  | { state: 'none' | 'loading' | 'gone' | 'unknown' }
  | { state: 'found'; credential: CredentialSummary; ready: boolean }

/** Loads the chosen credential of a step. `ready`: an active flow may use it. */
export function useSelectedCredential({
  credentialId,
}: {
  credentialId: string | null
}): SelectedCredentialState {
  const { trpc } = useApi()
  // Not credentials.get: users without access to single credentials still see them in the list.
  const { data, error } = useQuery(
    trpc.credentials.list.queryOptions(credentialId === null ? skipToken : { ids: [credentialId] }),
  )
  if (credentialId === null) return { state: 'none' }
  if (!data) return { state: error ? 'unknown' : 'loading' }
  const [credential] = data.items
  return credential ? { state: 'found', credential, ready: isReady(credential) } : { state: 'gone' }
}

/** Returns whether an active flow may use a credential. */
export const isReady = ({ status }: Pick<CredentialSummary, 'status'>) =>
  status !== 'failing' && status !== 'unverified' && status !== 'reconnect'
