import { lazy, Suspense } from 'react'
import { useSignInGate } from './useSignInGate.ts'

// Seldom needed, and heavier than the page it covers.
const SignInDialog = lazy(() => import('./SignInDialog.tsx'))

/** Asks whoever sits there to sign in when the session has ended, over the page: so nothing on it is lost. */
export function SignInAgain() {
  const { isClosed } = useSignInGate()
  return (
    isClosed && (
      <Suspense>
        <SignInDialog />
      </Suspense>
    )
  )
}
