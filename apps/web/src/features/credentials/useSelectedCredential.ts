import type { CredentialSummary } from '@stepkey/shared/credential'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'

export type SelectedCredentialState =
  | { state: 'none' | 'loading' | 'gone' | 'unknown' }
  | { state: 'found'; credential: CredentialSummary; ready: boolean }

/** What is known of the credential that a step has chosen. `ready`: an active flow may use it. */
export function useSelectedCredential({
  credentialId,
}: {
  credentialId: string | null
}): SelectedCredentialState {
  const { trpc } = useApi()
  // Not credentials.get: who may not open a credential still sees it in the list.
  const { data, error } = useQuery(
    trpc.credentials.list.queryOptions(credentialId === null ? skipToken : { ids: [credentialId] }),
  )
  if (credentialId === null) return { state: 'none' }
  if (!data) return { state: error ? 'unknown' : 'loading' }
  const [credential] = data.items
  return credential ? { state: 'found', credential, ready: isReady(credential) } : { state: 'gone' }
}

/** Whether an active flow may use it. */
export const isReady = ({ status }: Pick<CredentialSummary, 'status'>) =>
  status !== 'failing' && status !== 'unverified' && status !== 'reconnect'
