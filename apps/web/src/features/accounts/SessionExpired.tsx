import { useSignInGate } from '../../api/useSignInGate.ts'
import { preloadable, usePreload } from '../../ui/loading/preloadable.ts'

// Loaded on demand: the dialog is rarely needed and larger than most pages.
const signInDialog = preloadable(() => import('./SignInDialog.tsx'))

/** Asks the user to sign in again in a dialog over the page, so that unsaved input is kept. */
export function SessionExpired() {
  const { isClosed } = useSignInGate()
  const SignInDialog = usePreload(signInDialog, isClosed)
  return SignInDialog && <SignInDialog />
}
