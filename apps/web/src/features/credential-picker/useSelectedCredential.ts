import type { CredentialPage, CredentialSummary } from '@stepkey/shared/credential'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { z } from 'zod'
import { useFlowCredentialsQuery } from './useFlowCredentials.ts'

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
  const { data, error, isPlaceholderData } = useQuery({
    ...useFlowCredentialsQuery(credentialId),
    // A step is rendered again only if its own credential changes.
    select: useCallback(
      ({ items }: z.infer<typeof CredentialPage>) => items.find(({ id }) => id === credentialId) ?? null,
      [credentialId],
    ),
  })
  if (credentialId === null) return { state: 'none' }
  if (data) return { state: 'found', credential: data, ready: isReady(data) }
  if (data === undefined || isPlaceholderData) return { state: error ? 'unknown' : 'loading' }
  return { state: 'gone' }
}

/** Returns whether an active flow may use a credential. */
export const isReady = ({ status }: Pick<CredentialSummary, 'status'>) =>
  status !== 'failing' && status !== 'unverified' && status !== 'reconnect' && status !== 'frozen'
