import type { AuditVerified } from '@stepkey/shared/audit'
import { readStoredHeads } from '../../domains/audit/stored-head.ts'
import { verifyAgainst } from '../../domains/audit/verify-audit-log.ts'
import type { OperatorContext } from '../../domains/context.ts'
import { listWorkspacesAsOperator } from '../../domains/organizations/workspaces.ts'
import type { Command } from './command.ts'
import { withReadOnlyDatabase } from './open.ts'

/** `stepkey audit verify`. */
export const verifyAudit: Command = {
  name: 'audit verify',
  summary: 'Verifies the hash chain of the audit log, and prints its head',
  details:
    'Compares the logs with the heads in AUDIT_HEADS_FILE: only these prove that entries were removed from the end together with the head.',
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

/** The result of verifying the audit log of one workspace. */
export type VerifiedAuditLog = AuditVerified & { workspaceId: string; workspaceName: string }

interface Selection {
  /** The file with stored heads. Undefined: the logs are compared with none. */
  headsFile: string | undefined
  /** Only this workspace. */
  workspaceId?: string | undefined
}

/** Verifies the audit log of one workspace or of all. */
export async function verifyAuditLogs(
  { db, keyring }: Pick<OperatorContext, 'db' | 'keyring'>,
  { headsFile, workspaceId }: Selection,
): Promise<VerifiedAuditLog[]> {
  const stored = await readStoredHeads(headsFile, workspaceId)
  const logs: VerifiedAuditLog[] = []
  for (const { id, name } of await listWorkspacesAsOperator(db, workspaceId)) {
    logs.push({
      workspaceId: id,
      workspaceName: name,
      ...(await verifyAgainst({ db, keyring, workspaceId: id }, stored?.get(id))),
    })
  }
  return logs
}

/** Returns the result as a line of output. */
export function describeAuditLog(log: VerifiedAuditLog): string {
  const workspace = `${log.workspaceId} (${log.workspaceName})`
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
