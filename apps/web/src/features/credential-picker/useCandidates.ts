import type { CredentialSummary } from '@stepkey/shared/credential'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keepPreviousRows } from '../../api/keepPreviousRows.ts'
import { useApi } from '../../workspace/useApi.ts'
import { credentialPages } from '../credentials/credentialPages.ts'
import { useCredentialsById } from './useFlowCredentials.ts'
import { isReady } from './useSelectedCredential.ts'

interface CandidateOptions {
  componentId: string
  search: string
  /** The chosen credential. */
  value: string | null
  /** The credentials that the flow uses. */
  inFlow: readonly string[]
}

/** Loads the credentials that a step can choose: those of its flow first, then page by page, verified ones first. */
export function useCandidates({ componentId, search, value, inFlow }: CandidateOptions) {
  const { trpc } = useApi()
  // Fixed at the start: a row must not move when it is chosen.
  const [usedInFlow] = useState(() => new Set(inFlow))
  const [firstIds] = useState(() => [...new Set([...inFlow, ...(value === null ? [] : [value])])].sort())
  const first = useCredentialsById(firstIds)
  const pages = useInfiniteQuery({
    ...credentialPages(trpc, { componentId, search, limit: 20 }),
    placeholderData: keepPreviousRows,
  })
  const firstItems = search ? [] : (first.data?.items ?? [])
  return {
    pages,
    candidates:
      pages.data && !first.isLoading
        ? inOrder(
            [firstItems.filter((credential) => credential.componentId === componentId)].concat(
              pages.data.pages.map(({ items }) => items),
            ),
            usedInFlow,
          )
        : undefined,
    isInFlow: (id: string) => usedInFlow.has(id),
  }
}

/** Sorts each page for itself, so that further pages move no row, and lists each credential once. */
export function inOrder(
  pages: readonly (readonly CredentialSummary[])[],
  usedInFlow: ReadonlySet<string>,
): CredentialSummary[] {
  const rank = (credential: CredentialSummary) => {
    if (usedInFlow.has(credential.id)) return 0
    if (credential.status === 'verified') return 1
    return isReady(credential) ? 2 : 3
  }
  const rows = pages.flatMap((page) => page.toSorted((a, b) => rank(a) - rank(b)))
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}
