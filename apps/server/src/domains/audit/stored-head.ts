import { createHmac, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { readLines } from '../../platform/files/append-only-file.ts'

/** The head of an audit log in a second place, as one line of `AUDIT_HEADS_FILE` and of the log. */
export interface StoredHead {
  /** When the line was written, ISO 8601. */
  at: string
  workspaceId: string
  /** The number of the last entry. */
  seq: number
  /** The MAC of the last entry, in hex. */
  entryMac: string
  /** The MAC of this line, in hex. */
  mac: string
}

/** Further members are ignored, so a file with lines of the log can be read as well. */
const StoredHeadLine = z.object({
  at: z.string(),
  workspaceId: z.string(),
  seq: z.int().min(1),
  entryMac: z.string(),
  mac: z.string(),
})

/** Returns a head with its MAC. Without the audit key of the workspace, no line can be forged. */
export const signHead = (auditKey: KeyObject, head: Omit<StoredHead, 'mac'>): StoredHead => ({
  ...head,
  mac: headMac(auditKey, head),
})

/** Whether a line was written by Stepkey for this workspace, and not changed. */
export const isAuthentic = (auditKey: KeyObject, head: StoredHead): boolean =>
  headMac(auditKey, head) === head.mac

/** Uses a key of its own, so that no line can serve as the MAC of an entry. The label must never change. */
function headMac(auditKey: KeyObject, { at, workspaceId, seq, entryMac }: Omit<StoredHead, 'mac'>): string {
  const key = createHmac('sha256', auditKey).update('stepkey audit head').digest()
  return createHmac('sha256', key)
    .update(JSON.stringify([at, workspaceId, seq, entryMac]))
    .digest('hex')
}

/** Returns the line as a head, or undefined if it is none. Does not check its MAC. */
export function parseStoredHead(line: string): StoredHead | undefined {
  if (!line.includes('"entryMac"')) return undefined
  try {
    return StoredHeadLine.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** Heads by workspace, in the order in which they were written. Their MACs are not checked. */
export type StoredHeads = ReadonlyMap<string, readonly StoredHead[]>

/**
 * Reads the stored heads of one workspace or of all. Read them before the log that they are compared with, because both
 * grow.
 * @param file undefined if heads are not stored
 * @returns undefined if the file is missing or can't be read
 */
export async function readStoredHeads(
  file: string | undefined,
  workspaceId?: string,
): Promise<StoredHeads | undefined> {
  if (file === undefined) return undefined
  const heads = new Map<string, StoredHead[]>()
  try {
    for await (const line of readLines(file)) {
      const head = workspaceId === undefined || line.includes(workspaceId) ? parseStoredHead(line) : undefined
      if (!head || (workspaceId !== undefined && head.workspaceId !== workspaceId)) continue
      const others = heads.get(head.workspaceId)
      if (others) others.push(head)
      else heads.set(head.workspaceId, [head])
    }
    return heads
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    return undefined
  }
}
