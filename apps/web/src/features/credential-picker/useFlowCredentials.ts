import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { useApi } from '../../workspace/useApi.ts'

const FlowCredentials = createContext<readonly string[]>([])
/** Provides the ids of all credentials that a flow uses, so that its steps load them with one request. */
export const FlowCredentialsProvider = FlowCredentials.Provider

/** Returns the ids of the credentials that steps use, each once and in a fixed order. */
export const credentialIdsOf = (steps: readonly { credentialId: string | null }[]): string[] =>
  [...new Set(steps.flatMap(({ credentialId }) => credentialId ?? []))].sort()

/** Returns the query of the credential of a step, together with those of the other steps. */
export function useFlowCredentialsQuery(credentialId: string | null) {
  const { trpc } = useApi()
  const shared = useContext(FlowCredentials)
  return queryOf(trpc, credentialId === null ? [] : shared.includes(credentialId) ? shared : [credentialId])
}

/** Loads credentials by their ids, which are sorted. */
export function useCredentialsById(ids: readonly string[]) {
  const { trpc } = useApi()
  return useQuery(queryOf(trpc, ids))
}

/** Returns the credentials that steps use; undefined until they are loaded. */
export const useFlowCredentials = (steps: readonly { credentialId: string | null }[]) =>
  useCredentialsById(credentialIdsOf(steps)).data?.items

const queryOf = (trpc: ReturnType<typeof useApi>['trpc'], ids: readonly string[]) => ({
  // Not credentials.get: users without access to single credentials still see them in the list.
  ...trpc.credentials.list.queryOptions(ids.length === 0 ? skipToken : { ids: [...ids], limit: 200 }),
  // When a step chooses another credential, the other steps keep showing theirs.
  placeholderData: keepPreviousData,
})
