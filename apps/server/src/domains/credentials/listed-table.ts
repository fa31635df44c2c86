import { type Kysely, sql } from 'kysely'
import type { CredentialRow, CredentialTokenRow, ReceiptRow, Tables } from '../../platform/database/tables.ts'
import { tagsOf } from './tag-table.ts'

/** A credential with its last receipt, its grant, and the number of active steps and flows that use it. */
export type CredentialListRow = Omit<CredentialRow, 'sealed' | 'expiry_told'> & {
  /** The tags, as {@link parseTags} reads them. Null without any. */
  tags: string | null
  receipt: Omit<ReceiptRow, 'id' | 'credential_id'> | null
  /** The grant of a connected credential; null for other methods. */
  grant: Pick<
    CredentialTokenRow,
    'scopes' | 'ends_at' | 'renew_at' | 'lost_reason' | 'oauth_app_id' | 'refresh_failure'
  > | null
  use_count: number
  active_flow_count: number
}
/** A listed row with the sealed values. */
export type CredentialDetailRow = CredentialListRow & Pick<CredentialRow, 'sealed'>

/**
 * Selects the credentials of a workspace: `c`, with their receipt `r` and their token `t`.
 * @param options.isById whether a few credentials are then selected by id. SQLite would otherwise go through all
 * credentials of the workspace, because that index is already in the order of the list.
 */
export function selectListed(db: Kysely<Tables>, workspaceId: string, { isById = false } = {}) {
  const workspace = isById ? sql<string>`c.workspace_id || ${''}` : sql.ref<string>('c.workspace_id')
  return db
    .selectFrom('credential as c')
    .leftJoin('receipt as r', 'r.id', 'c.receipt_id')
    .leftJoin('credential_token as t', (join) =>
      join.onRef('t.credential_id', '=', 'c.id').on('t.is_granted', '=', 1),
    )
    .where(workspace, '=', workspaceId)
    .select([
      'c.id',
      'c.workspace_id',
      'c.component_id',
      'c.method_id',
      'c.definition_id',
      'c.owner',
      'c.name',
      'c.name_folded',
      'c.name_order',
      'c.seal_version',
      'c.version',
      'c.status',
      'c.identity',
      'c.receipt_id',
      'c.created_by',
      'c.last_used_at',
      'c.last_used_flow_id',
      'c.last_used_step_id',
      'c.frozen_at',
      'c.refusals',
      'c.paused_until',
      'c.value_created_by',
      'c.value_created_at',
      'c.created_at',
      'c.updated_at',
      'r.outcome as r_outcome',
      'r.reason as r_reason',
      'r.target as r_target',
      'r.status_class as r_status_class',
      'r.identity as r_identity',
      'r.scopes as r_scopes',
      'r.expires_at as r_expires_at',
      'r.duration_ms as r_duration_ms',
      'r.checked_at as r_checked_at',
      't.is_granted as t_is_granted',
      't.scopes as t_scopes',
      't.ends_at as t_ends_at',
      't.renew_at as t_renew_at',
      't.lost_reason as t_lost_reason',
      't.oauth_app_id as t_oauth_app_id',
      't.refresh_failure as t_refresh_failure',
    ])
    .select((eb) => {
      const uses = eb
        .selectFrom('credential_use as u')
        .whereRef('u.workspace_id', '=', 'c.workspace_id')
        .whereRef('u.component_id', '=', 'c.component_id')
        .whereRef('u.credential_id', '=', 'c.id')
      return [
        tagsOf('c.id').as('tags'),
        uses.select((u) => u.fn.countAll<number>().as('n')).as('use_count'),
        uses.select((u) => u.fn.count<number>('u.flow_id').distinct().as('n')).as('active_flow_count'),
      ]
    })
}

type Joined = Awaited<ReturnType<ReturnType<typeof selectListed>['execute']>>[number]

/** Returns a selected row with its receipt and its grant as objects. */
export function splitJoined<Row extends Joined>(row: Row) {
  const {
    r_outcome,
    r_reason,
    r_target,
    r_status_class,
    r_identity,
    r_scopes,
    r_expires_at,
    r_duration_ms,
    r_checked_at,
    t_is_granted,
    t_scopes,
    t_ends_at,
    t_renew_at,
    t_lost_reason,
    t_oauth_app_id,
    t_refresh_failure,
    ...credential
  } = row
  const grant =
    t_is_granted === null
      ? null
      : {
          scopes: t_scopes,
          ends_at: t_ends_at,
          renew_at: t_renew_at,
          lost_reason: t_lost_reason,
          oauth_app_id: t_oauth_app_id,
          refresh_failure: t_refresh_failure,
        }
  const receipt =
    r_outcome === null || r_duration_ms === null || r_checked_at === null
      ? null
      : {
          outcome: r_outcome,
          reason: r_reason,
          target: r_target,
          status_class: r_status_class,
          identity: r_identity,
          scopes: r_scopes,
          expires_at: r_expires_at,
          duration_ms: r_duration_ms,
          checked_at: r_checked_at,
        }
  return {
    ...credential,
    receipt,
    grant,
    use_count: credential.use_count ?? 0,
    active_flow_count: credential.active_flow_count ?? 0,
  }
}
