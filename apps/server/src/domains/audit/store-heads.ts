import type { KeyObject } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { appendLines, compactFile, readLines } from '../../platform/files/append-only-file.ts'
import type { Deps } from '../context.ts'
import { findDeletedHeadsAfter, findDeletedOrganizations } from './deleted-log-table.ts'
import { findChainHead, findEntryMac, findHeadsAfter } from './store.ts'
import { isAuthentic, parseStoredHead, type StoredHead, signHead } from './stored-head.ts'
import { undefinedIfSealBroken } from './verify-chain.ts'

/** Number of heads per query, and per write to the file. */
const PAGE = 500
/** The size at which the file is compacted to one line per workspace, in bytes. */
const COMPACTION_SIZE = 8 * 1024 * 1024
/** The length of a line, in bytes, rounded up. */
const LINE = 256

type HeadContext = Pick<Deps, 'db' | 'keyring' | 'clock' | 'log' | 'config'>

/** What this process knows of the heads in the second place. */
interface Stored {
  /** The newest head of each workspace. Those that were read from the file at the start are not authenticated yet. */
  newest: Map<string, StoredHead>
  /** The workspaces whose log was found to be cut off or replaced. */
  reported: Set<string>
}
const storedOf = new WeakMap<Deps['db'], Stored>()

/**
 * Writes the head of every audit log that has grown to `AUDIT_HEADS_FILE` and to the log, so that the removal of entries
 * at the end can be detected. A head that contradicts the stored one is reported and not written. Several processes may
 * run it at the same time, also with the same file; they may write the same head more than once.
 * @param isStopping ends the run after the current page
 */
export async function storeAuditHeads(ctx: HeadContext, isStopping = () => false): Promise<void> {
  const { db, log, config } = ctx
  if (config.auditHeadsFile === undefined && !log.isLevelEnabled('info')) return
  const stored = storedOf.get(db) ?? { newest: await readNewest(config.auditHeadsFile), reported: new Set() }
  storedOf.set(db, stored)
  for (const source of [logsOfWorkspaces(ctx), logsOfDeletedOrganizations(ctx)]) {
    for (let after: string | undefined = ''; after !== undefined && !isStopping(); ) {
      const page = await source.findHeads(after)
      await storePage(ctx, stored, page)
      after = page.length < PAGE ? undefined : page.at(-1)?.workspaceId
    }
  }
}

/** The head of an audit log in the database. */
interface Head {
  workspaceId: string
  seq: number
  mac: Buffer
  findKey(): Promise<KeyObject>
  findEntryMac(seq: number): Promise<Buffer | undefined>
  /** Whether the log is still in this table. An organization may have been deleted meanwhile. */
  exists(): Promise<boolean>
}

/** Audit logs in one table. */
interface Logs {
  /** Returns the heads after a workspace, in the order of their workspaces. */
  findHeads(after: string): Promise<Head[]>
}

const logsOfWorkspaces = ({ db, keyring }: HeadContext): Logs => ({
  findHeads: async (after) =>
    (await findHeadsAfter(db, after, PAGE)).map(({ workspace_id: workspaceId, seq, mac }) => ({
      ...{ workspaceId, seq, mac },
      findKey: () => keyring.auditKey(db, workspaceId),
      findEntryMac: (number) => findEntryMac(db, workspaceId, number),
      exists: async () => (await findChainHead(db, workspaceId)) !== undefined,
    })),
})

const logsOfDeletedOrganizations = ({ db, keyring }: HeadContext): Logs => ({
  findHeads: async (after) =>
    (await findDeletedHeadsAfter(db, after, PAGE)).map(
      ({ workspace_id: workspaceId, seq, mac, audit_key }) => ({
        ...{ workspaceId, seq, mac },
        findKey: () => keyring.unwrapAuditKey(workspaceId, audit_key),
        findEntryMac: (number) => findEntryMac(db, workspaceId, number, 'deleted_audit'),
        exists: async () => (await findDeletedOrganizations(db, workspaceId)).length > 0,
      }),
    ),
})

async function storePage(ctx: HeadContext, stored: Stored, page: Head[]): Promise<void> {
  const heads: StoredHead[] = []
  for (const row of page) {
    const head = isStored(row, stored) ? undefined : await toStoredHead(ctx, stored, row)
    if (head) heads.push(head)
  }
  if (heads.length === 0) return
  const { log, config } = ctx
  if (config.auditHeadsFile !== undefined) await write(config.auditHeadsFile, heads, stored)
  for (const head of heads) {
    stored.newest.set(head.workspaceId, head)
    log.info({ event: 'audit_head', ...head })
  }
}

function isStored({ workspaceId, seq, mac }: Head, { newest }: Stored): boolean {
  const head = newest.get(workspaceId)
  return head?.seq === seq && head.entryMac === mac.toString('hex')
}

/** Returns the head to store. Undefined if the log contradicts the stored head, or its key can't be opened. */
async function toStoredHead(
  { clock, log }: HeadContext,
  { newest, reported }: Stored,
  { workspaceId, seq, mac, ...head }: Head,
): Promise<StoredHead | undefined> {
  const key = await head.findKey().catch(undefinedIfSealBroken)
  if (!key) return undefined
  const before = newest.get(workspaceId)
  if (before && isAuthentic(key, before)) {
    const entryMac = await head.findEntryMac(before.seq)
    if (seq < before.seq || entryMac?.toString('hex') !== before.entryMac) {
      if (reported.has(workspaceId) || !(await head.exists())) return undefined
      log.error({ event: 'audit_log_cut', workspaceId, seq: before.seq })
      reported.add(workspaceId)
      return undefined
    }
  }
  return signHead(key, { at: clock().toISOString(), workspaceId, seq, entryMac: mac.toString('hex') })
}

/** Appends heads to the file, and compacts it when it has become large. */
async function write(file: string, heads: readonly StoredHead[], { newest }: Stored): Promise<void> {
  await appendLines(
    file,
    heads.map((head) => JSON.stringify(head)),
  )
  const { size } = await stat(file)
  if (size > Math.max(COMPACTION_SIZE, 2 * LINE * newest.size)) await compactFile(file, keepNewest)
}

/** Returns the newest line of each workspace. */
function keepNewest(lines: string[]): string[] {
  const newest = new Map<string, StoredHead>()
  for (const line of lines) {
    const head = parseStoredHead(line)
    if (head) keepNewer(newest, head)
  }
  return [...newest.values()].map((head) => JSON.stringify(head))
}

/** Another process may have written an older head later. */
function keepNewer(newest: Map<string, StoredHead>, head: StoredHead): void {
  if (head.seq >= (newest.get(head.workspaceId)?.seq ?? 0)) newest.set(head.workspaceId, head)
}

/** Returns the newest head of each workspace in the file, if there is one. */
async function readNewest(file: string | undefined): Promise<Map<string, StoredHead>> {
  const newest = new Map<string, StoredHead>()
  if (file === undefined) return newest
  try {
    for await (const line of readLines(file)) {
      const head = parseStoredHead(line)
      if (head) keepNewer(newest, head)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return newest
}
