/**
 * The secret of a link by which somebody hands over a credential. It stands in the fragment, which no server ever sees,
 * and is kept here alone: not in the address, where the browser's history would keep it, and in no storage.
 */
let kept: string | undefined

/** Takes the secret out of an address. @returns whether there was one: then the address has to go */
export function takeRequestToken({ hash }: { hash: string }): boolean {
  const secret = new URLSearchParams(hash).get('request')
  if (secret) kept = secret
  return secret !== null && secret !== ''
}

export const storedRequestToken = () => kept

/** It was used, or is of no use. */
export function forgetRequestToken() {
  kept = undefined
}
