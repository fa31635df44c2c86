import type { AuditVerified } from '@stepkey/shared/audit'
import { verifyAuditLog } from '../../domains/audit/audit-log.ts'
import type { OperatorContext } from '../../domains/context.ts'
import { listWorkspacesAsOperator } from '../../domains/organizations/workspaces.ts'
import type { Command } from './command.ts'
import { looking } from './open.ts'

export const verifyAudit: Command = {
  name: 'audit verify',
  summary: 'Checks that nobody changed the audit trail, and prints its head',
  details:
    'Keep the heads elsewhere: only a copy shows later that rows were cut off at the end together with the record of where it was.',
  options: { workspace: { value: 'ID', help: 'only the trail of this workspace' } },
  async run({ config, options }) {
    const trails = await looking(config, (ctx) => verifyTrails(ctx, options.workspace))
    return {
      lines: trails.length === 0 ? ['There are no workspaces yet.'] : trails.map(sentence),
      json: { trails },
      failed: trails.some(({ outcome }) => outcome === 'broken'),
    }
  },
}

export type Trail = AuditVerified & { workspaceId: string; workspaceName: string }

/** Verifies the trail of one workspace or of all. */
export async function verifyTrails(
  { db, keyring }: Pick<OperatorContext, 'db' | 'keyring'>,
  workspaceId?: string,
): Promise<Trail[]> {
  const trails: Trail[] = []
  for (const { id, name } of await listWorkspacesAsOperator(db, workspaceId)) {
    trails.push({
      workspaceId: id,
      workspaceName: name,
      ...(await verifyAuditLog({ db, keyring, workspaceId: id })),
    })
  }
  return trails
}

const REASONS = {
  changed: 'is not as it was written',
  missing: 'is missing',
  cut_off: 'and all after it are cut off',
}

export function sentence(trail: Trail): string {
  const of = `${trail.workspaceId} (${trail.workspaceName})`
  return trail.outcome === 'intact'
    ? `${of}: intact, ${trail.rows} rows. Head: ${trail.head.seq} ${trail.head.mac}`
    : `${of}: BROKEN. Row ${trail.seq} ${REASONS[trail.reason]}. Compare it with a backup.`
}
