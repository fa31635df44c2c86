/**
 * The secret of an invitation link. It stands in the fragment, which no server ever sees, and leaves the address bar
 * as soon as it is read, so that it doesn't stay in the browser's history.
 */
export const invitation = takeFromAddress()

function takeFromAddress(): string | undefined {
  const secret = new URLSearchParams(location.hash.slice(1)).get('invitation')
  if (!secret) return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  return secret
}
