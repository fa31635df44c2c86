import type { Credential } from '@stepkey/shared/credential'
import { skipToken, useQuery } from '@tanstack/react-query'
import { codeOf, useApi } from '../api.ts'

export type ChosenCredential =
  | { state: 'none' | 'loading' | 'gone' | 'unknown' }
  | { state: 'found'; credential: Credential; ready: boolean }

/** What is known of the credential that a step has chosen. `ready`: an active flow may use it. */
export function useChosenCredential(credentialId: string | null): ChosenCredential {
  const { trpc } = useApi()
  const { data, error } = useQuery(
    trpc.credentials.get.queryOptions(credentialId === null ? skipToken : { credentialId }),
  )
  if (credentialId === null) return { state: 'none' }
  // What was deleted after it was loaded stays in the cache: the error is the newer knowledge.
  if (codeOf(error) === 'not_found') return { state: 'gone' }
  if (data) return { state: 'found', credential: data, ready: isReady(data) }
  return { state: error ? 'unknown' : 'loading' }
}

/** Whether an active flow may use it. */
export const isReady = ({ status }: Pick<Credential, 'status'>) =>
  status !== 'failing' && status !== 'unverified'
