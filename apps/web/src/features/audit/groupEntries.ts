import type { AuditEntry } from '@stepkey/shared/audit'

/** Consecutive entries that tell the same, the newest first. */
export interface AuditGroup {
  /** The first entry stands for all. */
  newest: AuditEntry
  oldest: AuditEntry
  entries: readonly AuditEntry[]
}

/** Groups consecutive entries whose sentences are the same: same actor, action, outcome, reason and names. */
export function groupEntries(entries: readonly AuditEntry[]): AuditGroup[] {
  const groups: AuditEntry[][] = []
  let lastKey: string | undefined
  for (const entry of entries) {
    const key = contentOf(entry)
    if (key === lastKey) groups.at(-1)?.push(entry)
    else groups.push([entry])
    lastKey = key
  }
  return groups.flatMap((group) => {
    const [newest, oldest] = [group[0], group.at(-1)]
    return newest && oldest ? { newest, oldest, entries: group } : []
  })
}

/** Returns what an entry tells, apart from its time, its address, and numbers that differ each time. */
function contentOf({ actor, action, outcome, subjectId, detail }: AuditEntry): string {
  const { omitted, sealVersion, generation, runTokenId, connectTokenId, ...facts } = detail
  const sorted = Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([
    actor.kind,
    actor.id,
    action,
    outcome,
    subjectId,
    sorted,
    runTokenId === undefined,
    connectTokenId === undefined,
  ])
}

/** Returns how many times the entries of a group stand for: refusals that were not recorded count, too. */
export const timesIn = ({ entries }: AuditGroup): number =>
  entries.reduce((sum, { detail }) => sum + 1 + (Number(detail.omitted) || 0), 0)
