let probedFile: string | undefined

/** Sets the file to probe: a file of this page that was just loaded. Call it once at start. */
export function setAssetProbe(file: string): void {
  probedFile = file
}

/**
 * Rejects if the server is not reachable. Call it before a dynamic import: browsers cache a failed import and do not retry
 * it until the page is reloaded. It always asks, because `navigator.onLine` can be late.
 */
export async function probeAssets(): Promise<void> {
  if (probedFile) await fetch(probedFile, { method: 'HEAD', cache: 'no-store' })
}
