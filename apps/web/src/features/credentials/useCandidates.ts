import type { CredentialSummary } from '@stepkey/shared/credential'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../workspace/useApi.ts'
import { credentialPages } from './credentialPages.ts'
import { isReady } from './useSelectedCredential.ts'

/** The credentials that a step can choose from: those of its flow first, then those that work, then the rest. */
export function useCandidates(componentId: string, search: string, inFlow: readonly string[]) {
  const { trpc } = useApi()
  // A row must not jump because it was chosen.
  const [first] = useState(() => new Set(inFlow))
  const pages = useInfiniteQuery({
    ...credentialPages(trpc, { componentId, search, limit: 200 }),
    placeholderData: keepPreviousData,
  })
  const found = pages.data?.pages.flatMap(({ items }) => items)
  const rank = (credential: CredentialSummary) => {
    if (first.has(credential.id)) return 0
    if (credential.status === 'verified') return 1
    return isReady(credential) ? 2 : 3
  }
  return {
    pages,
    candidates: found?.toSorted((a, b) => rank(a) - rank(b)),
    isInFlow: (id: string) => first.has(id),
  }
}
