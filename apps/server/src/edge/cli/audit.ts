import type { AuditVerified } from '@stepkey/shared/audit'
import { verifyAuditLog } from '../../domains/audit/verify-audit-log.ts'
import type { OperatorContext } from '../../domains/context.ts'
import { listWorkspacesAsOperator } from '../../domains/organizations/workspaces.ts'
import type { Command } from './command.ts'
import { withReadOnlyDatabase } from './open.ts'

/** `stepkey audit verify`. */
export const verifyAudit: Command = {
  name: 'audit verify',
  summary: 'Verifies the hash chain of the audit log, and prints its head',
  details:
    'Store the heads elsewhere: only a copy can prove later that entries were removed from the end together with the head.',
  options: { workspace: { value: 'ID', help: 'only the audit log of this workspace' } },
  async run({ config, options }) {
    const logs = await withReadOnlyDatabase(config, (ctx) => verifyAuditLogs(ctx, options.workspace))
    return {
      lines: logs.length === 0 ? ['There are no workspaces yet.'] : logs.map(describeAuditLog),
      json: { trails: logs },
      failed: logs.some(({ outcome }) => outcome === 'broken'),
    }
  },
}

/** The result of verifying the audit log of one workspace. */
export type VerifiedAuditLog = AuditVerified & { workspaceId: string; workspaceName: string }

/** Verifies the audit log of one workspace or of all. */
export async function verifyAuditLogs(
  { db, keyring }: Pick<OperatorContext, 'db' | 'keyring'>,
  workspaceId?: string,
): Promise<VerifiedAuditLog[]> {
  const logs: VerifiedAuditLog[] = []
  for (const { id, name } of await listWorkspacesAsOperator(db, workspaceId)) {
    logs.push({
      workspaceId: id,
      workspaceName: name,
      ...(await verifyAuditLog({ db, keyring, workspaceId: id })),
    })
  }
  return logs
}

const REASONS = {
  changed: 'was changed',
  missing: 'is missing',
  cut_off: 'and all later entries are missing',
}

/** Returns the result as a line of output. */
export function describeAuditLog(log: VerifiedAuditLog): string {
  const workspace = `${log.workspaceId} (${log.workspaceName})`
  return log.outcome === 'intact'
    ? `${workspace}: intact, ${log.rows} entries. Head: ${log.head.seq} ${log.head.mac}`
    : `${workspace}: BROKEN. Entry ${log.seq} ${REASONS[log.reason]}. Compare it with a backup.`
}
