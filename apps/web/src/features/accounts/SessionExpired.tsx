import { useSignInGate } from '../../api/useSignInGate.ts'
import { preloadable, usePreload } from '../../ui/loading/preloadable.ts'

// Seldom needed, and heavier than the page it covers.
const signInDialog = preloadable(() => import('./SignInDialog.tsx'))

/** Asks whoever sits there to sign in when the session has ended, over the page: so nothing on it is lost. */
export function SessionExpired() {
  const { isClosed } = useSignInGate()
  const SignInDialog = usePreload(signInDialog, isClosed)
  return SignInDialog && <SignInDialog />
}
