/**
 * The secret of a credential request link, kept in memory only. It arrives in the URL fragment, which browsers never send
 * to a server. The caller removes it from the URL, because the browser's history would keep it.
 */
let kept: string | undefined

/** Stores the secret of a URL. @returns whether there was one; the caller then removes it from the URL */
export function takeRequestToken({ hash }: { hash: string }): boolean {
  const secret = new URLSearchParams(hash).get('request')
  if (secret) kept = secret
  return secret !== null && secret !== ''
}

/** Returns the stored secret, if there is one. */
export const storedRequestToken = () => kept

/** Drops the secret after it was used or found to be invalid. */
export function forgetRequestToken() {
  kept = undefined
}
