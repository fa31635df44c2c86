import { type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * Whether a credential `c` is in use: a step of an active flow is bound to it, or an active flow lately got it as the
 * credential of a customer (see `owner_issue`).
 */
export const isUsedByActiveFlow: RawBuilder<SqlBool> = sql<SqlBool>`(
  exists (
    select 1 from credential_use as u
    where u.workspace_id = c.workspace_id and u.component_id = c.component_id and u.credential_id = c.id
  )
  or exists (
    select 1 from owner_issue as i join flow as f on f.id = i.flow_id
    where i.credential_id = c.id and f.status = 'active'
  )
)`
