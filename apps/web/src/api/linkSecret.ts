/**
 * Returns the holder of the secret of a link, which is kept in memory only. It arrives in the URL fragment, which browsers
 * never send to a server. The caller removes it from the URL, because the browser's history would keep it.
 * @param name its name in the fragment: `#name=secret`
 */
export function createLinkSecret(name: string) {
  let stored: string | undefined
  return {
    /** Stores the secret of a URL. @returns whether there was one; the caller then removes it from the URL */
    take({ hash }: { hash: string }): boolean {
      const secret = new URLSearchParams(hash).get(name)
      if (secret) stored = secret
      return secret !== null && secret !== ''
    },
    /** Returns the stored secret, if there is one. */
    read: () => stored,
    /** Drops the secret after it was used or found to be invalid. */
    forget() {
      stored = undefined
    },
  }
}
