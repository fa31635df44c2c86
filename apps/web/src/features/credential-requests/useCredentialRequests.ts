import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'

/** The poll interval for open requests, in milliseconds. */
const POLL_INTERVAL = 10_000

/** Loads the credential requests of a component, and polls while some are open. */
export function useCredentialRequests(componentId: string) {
  const { trpc } = useApi()
  const mayRequest = useMay('write')
  const credentialsChanged = useCredentialsChanged()
  const { data = [] } = useQuery(
    trpc.requests.list.queryOptions(mayRequest ? { componentId } : skipToken, {
      refetchInterval: ({ state }) =>
        state.data?.some((request) => request.state === 'open') ? POLL_INTERVAL : false,
    }),
  )
  const open = data.filter(({ state }) => state === 'open')

  // A request that is no longer open may have created a credential.
  const previousCount = useRef(open.length)
  useEffect(() => {
    if (open.length < previousCount.current) void credentialsChanged()
    previousCount.current = open.length
  })

  return {
    open,
    /** The fulfilled requests, by the id of the credential that was provided. */
    fulfilledRequests: new Map(
      data.flatMap((request) => (request.credentialId ? [[request.credentialId, request]] : [])),
    ),
  }
}
