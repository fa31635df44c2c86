import { useRouteContext } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'

/** Returns the sign-in gate. `isClosed`: the session has ended, and calls wait for a new one. */
export function useSignInGate() {
  const { signInGate } = useRouteContext({ from: '__root__' })
  const isClosed = useSyncExternalStore(signInGate.subscribe, signInGate.isClosed)
  return { isClosed, signInGate }
}
