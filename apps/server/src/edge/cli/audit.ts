import { createWriteStream, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type AuditEntry, type AuditVerified, ExportAudit } from '@stepkey/shared/audit'
import { z } from 'zod'
import { listAuditEntries } from '../../domains/audit/audit-log.ts'
import { listDeletedOrganizations, verifyDeletedLog } from '../../domains/audit/deleted-organizations.ts'
import { exportFormats } from '../../domains/audit/export-format.ts'
import { readStoredHeads } from '../../domains/audit/stored-head.ts'
import { verifyAgainst } from '../../domains/audit/verify-audit-log.ts'
import type { OperatorContext } from '../../domains/context.ts'
import { listWorkspacesAsOperator } from '../../domains/organizations/workspaces.ts'
import { type Db, engineOf } from '../../platform/database/database.ts'
import { schemaAge } from '../../platform/database/migrate.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import { type Command, parseOptions } from './command.ts'
import { resolvePath, toFileError } from './files.ts'
import { table } from './help.ts'
import { withReadOnlyDatabase } from './open.ts'

/** `stepkey audit verify`. */
export const verifyAudit: Command = {
  name: 'audit verify',
  summary: 'Verifies the hash chain of the audit log, and prints its head',
  details:
    'Compares the logs with the heads in AUDIT_HEADS_FILE: only these prove that entries were removed from the end together with the head. Includes the logs of deleted organizations.',
  options: { workspace: { value: 'ID', help: 'only the audit log of this workspace' } },
  async run({ config, options }) {
    const { auditHeadsFile: headsFile } = config
    const logs = await withReadOnlyDatabase(config, (ctx) =>
      verifyAuditLogs(ctx, { headsFile, workspaceId: options.workspace }),
    )
    return {
      lines:
        logs.length === 0
          ? ['There are no workspaces yet.']
          : [...logs.map(describeAuditLog), ...describeUncompared(logs, headsFile)],
      json: { trails: logs },
      failed: logs.some(({ outcome }) => outcome === 'broken'),
    }
  },
}

/** `stepkey audit deleted`. */
export const listDeletedLogs: Command = {
  name: 'audit deleted',
  summary: 'Lists deleted organizations whose audit logs are kept',
  details: 'AUDIT_RETENTION_DAYS determines for how long.',
  options: {},
  async run({ config }) {
    const items = await withReadOnlyDatabase(config, ({ db }) => findDeleted(db))
    const rows = items.map(({ workspaceId, name, deletedAt, deletedBy, entries }) => [
      workspaceId,
      name,
      deletedAt,
      `${deletedBy.name} <${deletedBy.email}>`,
      String(entries),
    ])
    return {
      lines:
        items.length === 0
          ? ['No audit logs of deleted organizations are kept.']
          : [table([['ID', 'NAME', 'DELETED', 'BY', 'ENTRIES'], ...rows])],
      json: { items },
    }
  },
}

const ExportOptions = z.object({
  workspace: z.string(),
  format: ExportAudit.shape.format.default('jsonl'),
})

/** `stepkey audit export`. */
export const exportAudit: Command = {
  name: 'audit export',
  summary:
    'Writes the audit log of a workspace or deleted organization to a new file, the newest entries first',
  argument: { name: 'FILE', required: true, help: 'the file to write; it must not exist' },
  options: {
    workspace: { value: 'ID', required: true, help: 'the workspace; `audit deleted` lists deleted ones' },
    format: { value: 'FORMAT', help: 'jsonl (the default) or csv' },
  },
  async run({ config, argument = '', options }) {
    const { workspace: workspaceId, format } = parseOptions(ExportOptions, options)
    const file = resolvePath(argument)
    const entries = await withReadOnlyDatabase(config, async ({ db }) => {
      const isDeleted = (await findDeleted(db, workspaceId)).length > 0
      if (!isDeleted) await listWorkspacesAsOperator(db, workspaceId)
      return await writeExport(file, format, readEntries(db, workspaceId, isDeleted))
    })
    return {
      lines: [`${entries} entries are exported to ${file}.`],
      json: { file, format, entries, workspaceId },
    }
  },
}

/** Entries per query. */
const PAGE = 200

async function* readEntries(db: Db, workspaceId: string, isDeleted: boolean): AsyncGenerator<AuditEntry> {
  const logTable = isDeleted ? 'deleted_audit' : 'audit'
  for (let cursor: string | undefined, isLast = false; !isLast; ) {
    const page = await listAuditEntries({ db, workspaceId }, { limit: PAGE, cursor }, logTable)
    yield* page.items
    isLast = page.nextCursor === null
    cursor = page.nextCursor ?? undefined
  }
}

/** Writes entries to a new file. @returns their number */
async function writeExport(
  file: string,
  format: keyof typeof exportFormats,
  entries: AsyncIterable<AuditEntry>,
): Promise<number> {
  const { head, line } = exportFormats[format]
  let count = 0
  async function* lines() {
    yield head
    for await (const entry of entries) {
      count++
      yield line(entry)
    }
  }
  try {
    await pipeline(Readable.from(lines()), createWriteStream(file, { flags: 'wx', mode: 0o600 }))
    return count
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new StartError(`${file} already exists. Choose another name.`)
    rmSync(file, { force: true })
    throw toFileError(error, `The export ${file} can’t be written`)
  }
}

/** Returns deleted organizations. A database that was not migrated yet has none. */
const findDeleted = async (db: Db, workspaceId?: string) =>
  (await schemaAge(db, engineOf(db))) === 'older' ? [] : await listDeletedOrganizations(db, workspaceId)

/** The result of verifying the audit log of one workspace. */
export type VerifiedAuditLog = AuditVerified & {
  workspaceId: string
  workspaceName: string
  /** ISO 8601. Only of a deleted organization. */
  deletedAt?: string
}

interface Selection {
  /** The file with stored heads. Undefined: the logs are compared with none. */
  headsFile: string | undefined
  /** Only this workspace. */
  workspaceId?: string | undefined
}

/** Verifies the audit log of one workspace or deleted organization, or of all. @throws DomainError not_found */
export async function verifyAuditLogs(
  { db, keyring }: Pick<OperatorContext, 'db' | 'keyring'>,
  { headsFile, workspaceId }: Selection,
): Promise<VerifiedAuditLog[]> {
  const stored = await readStoredHeads(headsFile, workspaceId)
  const deleted = await findDeleted(db, workspaceId)
  const isOneDeleted = workspaceId !== undefined && deleted.length > 0
  const workspaces = isOneDeleted ? [] : await listWorkspacesAsOperator(db, workspaceId)
  const logs: VerifiedAuditLog[] = []
  for (const { id, name } of workspaces) {
    const verified = await verifyAgainst({ db, keyring, workspaceId: id }, stored?.get(id))
    logs.push({ workspaceId: id, workspaceName: name, ...verified })
  }
  for (const { workspaceId: id, name, deletedAt } of deleted) {
    const verified = await verifyDeletedLog({ db, keyring }, id, stored?.get(id))
    logs.push({ workspaceId: id, workspaceName: name, deletedAt, ...verified })
  }
  return logs
}

/** Returns the result as a line of output. */
export function describeAuditLog(log: VerifiedAuditLog): string {
  const name = log.deletedAt ? `${log.workspaceName}, deleted ${log.deletedAt}` : log.workspaceName
  const workspace = `${log.workspaceId} (${name})`
  if (log.outcome === 'broken') {
    return `${workspace}: BROKEN. ${describeProblem(log)} Compare it with a backup.`
  }
  const { head, storedHead } = log
  const line = `${workspace}: intact, ${log.rows} entries. Head: ${head.seq} ${head.mac}`
  return storedHead ? `${line} (matches head ${storedHead.seq}, stored ${storedHead.at})` : line
}

function describeProblem({ seq, reason, lastSeq }: Extract<AuditVerified, { outcome: 'broken' }>): string {
  switch (reason) {
    case 'changed':
      return `Entry ${seq} was changed.`
    case 'missing':
      return `Entry ${seq} is missing.`
    case 'replaced':
      return `The entries up to ${seq} are not those whose head was stored in AUDIT_HEADS_FILE.`
    case 'cut_off':
      return lastSeq === undefined
        ? `Entry ${seq} and all later entries are missing.`
        : `The entries after ${seq - 1} up to ${lastSeq} are missing.`
  }
}

/** Returns a line about the intact logs that could not be compared with a stored head, if there are any. */
function describeUncompared(logs: VerifiedAuditLog[], headsFile: string | undefined): string[] {
  const count = logs.filter((log) => log.outcome === 'intact' && log.storedHead === null).length
  if (count === 0) return []
  const reason = headsFile === undefined ? 'AUDIT_HEADS_FILE is off' : `${headsFile} has no heads of them`
  return [
    `The ends of ${count} of ${logs.length} logs could not be compared, because ${reason}. Entries may have been removed there.`,
  ]
}
