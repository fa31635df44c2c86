/** When this process last issued each credential, the oldest first. In milliseconds since the epoch. */
const lastIssues = new Map<string, number>()
/** Maximum number of remembered credentials; beyond it, the oldest entry is removed. */
const LIMIT = 50_000

/** Remembers that the values of a credential are issued now. */
export function recordIssue(credentialId: string, now: Date): void {
  lastIssues.delete(credentialId)
  if (lastIssues.size >= LIMIT) lastIssues.delete(lastIssues.keys().next().value as string)
  lastIssues.set(credentialId, now.getTime())
}

/** Returns whether the credential may have been issued since a time. Issues of other processes are not known. */
export function mayBeIssuedSince(credentialId: string, time: Date): boolean {
  const last = lastIssues.get(credentialId)
  return last === undefined || last >= time.getTime()
}
