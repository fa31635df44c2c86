import type { CredentialSummary } from '@stepkey/shared/credential'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../workspace/useApi.ts'
import { credentialPages } from '../credentials/credentialPages.ts'
import { isReady } from './useSelectedCredential.ts'

/** Loads the credentials that a step can choose: those of its flow first, then verified ones, then the rest. */
export function useCandidates(componentId: string, search: string, inFlow: readonly string[]) {
  const { trpc } = useApi()
  // Fixed at the start: a row must not move when it is chosen.
  const [usedInFlow] = useState(() => new Set(inFlow))
  const pages = useInfiniteQuery({
    ...credentialPages(trpc, { componentId, search, limit: 200 }),
    placeholderData: keepPreviousData,
  })
  const credentials = pages.data?.pages.flatMap(({ items }) => items)
  const rank = (credential: CredentialSummary) => {
    if (usedInFlow.has(credential.id)) return 0
    if (credential.status === 'verified') return 1
    return isReady(credential) ? 2 : 3
  }
  return {
    pages,
    candidates: credentials?.toSorted((a, b) => rank(a) - rank(b)),
    isInFlow: (id: string) => usedInFlow.has(id),
  }
}
