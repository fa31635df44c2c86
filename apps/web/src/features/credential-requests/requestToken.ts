/**
 * The secret of a credential request link, kept in memory only. It arrives in the URL fragment, which browsers never send
 * to a server. The caller removes it from the URL, because the browser's history would keep it.
 */
let stored: string | undefined

/** Stores the secret of a URL. @returns whether there was one; the caller then removes it from the URL */
export function takeRequestToken({ hash }: { hash: string }): boolean {
  const secret = new URLSearchParams(hash).get('request')
  if (secret) stored = secret
  return secret !== null && secret !== ''
}

/** Returns the stored secret, if there is one. */
export const storedRequestToken = () => stored

/** Drops the secret after it was used or found to be invalid. */
export function forgetRequestToken() {
  stored = undefined
}
