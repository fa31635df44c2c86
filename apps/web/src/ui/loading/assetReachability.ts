/** How long a successful request proves that the server is reachable, in milliseconds. */
const PROBE_LIFETIME = 5000

let probe: { file: string; reachedAt: number } | undefined

/** Sets the file to probe: a file of this page that was just loaded. Call it once at start. */
export function setAssetProbe(file: string): void {
  probe = { file, reachedAt: Date.now() }
}

/**
 * Rejects if the server is not reachable. Call it before a dynamic import: browsers cache a failed import and do not retry
 * it until the page is reloaded.
 */
export async function probeAssets(): Promise<void> {
  if (!probe || (navigator.onLine && Date.now() - probe.reachedAt < PROBE_LIFETIME)) return
  await fetch(probe.file, { method: 'HEAD', cache: 'no-store' })
  probe.reachedAt = Date.now()
}
