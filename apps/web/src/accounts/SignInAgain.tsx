import { pieceOf, useAhead } from '../ui/piece.ts'
import { useSignInGate } from './useSignInGate.ts'

// Seldom needed, and heavier than the page it covers.
const signInDialog = pieceOf(() => import('./SignInDialog.tsx'))

/** Asks whoever sits there to sign in when the session has ended, over the page: so nothing on it is lost. */
export function SignInAgain() {
  const { isClosed } = useSignInGate()
  const SignInDialog = useAhead(signInDialog, isClosed)
  return SignInDialog && <SignInDialog />
}
