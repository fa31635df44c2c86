import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'

/** How often is looked whether something has come in, in milliseconds. */
const LOOK = 10_000

/** What somebody was asked for, for a component; and what came in by that, as long as it is there. */
export function useCredentialRequests(componentId: string) {
  const { trpc } = useApi()
  const mayAsk = useMay('write')
  const credentialsChanged = useCredentialsChanged()
  const { data = [] } = useQuery(
    trpc.requests.list.queryOptions(mayAsk ? { componentId } : skipToken, {
      refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'open') ? LOOK : false),
    }),
  )
  const open = data.filter(({ state }) => state === 'open')

  // One that was open and isn't any more may have brought something.
  const before = useRef(open.length)
  useEffect(() => {
    if (open.length < before.current) void credentialsChanged()
    before.current = open.length
  })

  return {
    open,
    /** By the credential that came in. */
    handedOver: new Map(
      data.flatMap((request) => (request.credentialId ? [[request.credentialId, request]] : [])),
    ),
  }
}
