import type { UsingFlow } from '@stepkey/shared/usage'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { CredentialRow, OwnerIssueRow } from '../../platform/database/tables.ts'
import { findSteps } from './store.ts'

/** Records when a flow last got a credential of an owner, unless a later time is recorded. */
export async function recordOwnerIssue(trx: Trx, row: OwnerIssueRow): Promise<void> {
  await trx
    .insertInto('owner_issue')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['credential_id', 'flow_id'])
        .doUpdateSet((eb) => ({ last_issued_at: eb.ref('excluded.last_issued_at') }))
        .whereRef('owner_issue.last_issued_at', '<', 'excluded.last_issued_at'),
    )
    .execute()
}

/**
 * Returns the active flows that got a credential since a time through steps that are bound to the owner's credential, in the
 * order of their names, with these steps; and the number of all these flows.
 */
export async function findFlowsIssued(
  db: Db | Trx,
  workspaceId: string,
  { id, component_id }: Pick<CredentialRow, 'id' | 'component_id'>,
  { since, limit }: { since: string; limit: number },
): Promise<{ flows: UsingFlow[]; total: number }> {
  const issued = db
    .selectFrom('owner_issue as i')
    .innerJoin('flow as f', 'f.id', 'i.flow_id')
    .where('i.credential_id', '=', id)
    .where('i.last_issued_at', '>=', since)
    .where('f.workspace_id', '=', workspaceId)
    .where('f.status', '=', 'active')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('flow_step as s')
          .select('s.id')
          .whereRef('s.flow_id', '=', 'f.id')
          .where('s.binding', '=', 'owner')
          .where('s.component_id', '=', component_id),
      ),
    )
  const flows = await issued
    .select(['f.id', 'f.name', 'f.status'])
    .orderBy('f.name_order')
    .orderBy('f.id')
    .limit(limit)
    .execute()
  const { total } =
    flows.length < limit
      ? { total: flows.length }
      : await issued.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const steps = await findSteps(
    db,
    flows.map((flow) => flow.id),
  )
  const isOfOwner = (step: (typeof steps)[number]) =>
    step.binding === 'owner' && step.component_id === component_id
  return {
    total: Number(total),
    flows: flows.map((flow) => ({
      ...flow,
      steps: steps
        .filter((step) => step.flow_id === flow.id && isOfOwner(step))
        .map(({ id, name }) => ({ id, name })),
    })),
  }
}

/** Deletes records of issues before a time. */
export async function deleteOwnerIssues(db: Db, before: string): Promise<void> {
  await db.deleteFrom('owner_issue').where('last_issued_at', '<', before).execute()
}
