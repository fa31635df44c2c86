/** How long it is taken for granted that the server is there, in milliseconds. */
const FRESH = 5000

let known: { file: string; reachedAt: number } | undefined

/** Tells, once, where the files of this page come from: one of them, which has just come. */
export function setAssetProbe(file: string): void {
  known = { file, reachedAt: Date.now() }
}

/**
 * Rejects where files can't be had. Ask before importing one: a browser remembers for good that one could not be had,
 * and imports it no more until the page is loaded again.
 */
export async function probeAssets(): Promise<void> {
  if (!known || (navigator.onLine && Date.now() - known.reachedAt < FRESH)) return
  await fetch(known.file, { method: 'HEAD', cache: 'no-store' })
  known.reachedAt = Date.now()
}
