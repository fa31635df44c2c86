/**
 * The secret of an invitation link. It stands in the fragment, which no server ever sees, and is kept here alone until
 * it is used: not in the address, where the browser's history would keep it, and in no storage. While somebody is away
 * at the company's sign-in, it waits in a cookie that no script can read.
 */
let kept: string | undefined

/** Takes the secret out of an address. @returns whether there was one: then the address has to go */
export function takeInvitation({ hash }: { hash: string }): boolean {
  const secret = new URLSearchParams(hash).get('invitation')
  if (secret) kept = secret
  return secret !== null && secret !== ''
}

export const keptInvitation = () => kept

/** It was used, or is of no use. */
export function forgetInvitation() {
  kept = undefined
}
