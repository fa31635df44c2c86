import { type Kysely, sql } from 'kysely'
import { nameOrder } from '../../name-order.ts'
import type { Engine } from '../database.ts'

/** Rows that are changed at a time. */
const BATCH = 1000

/** Adds the key by which credentials and flows are sorted by name, in place of the folded name. */
export const addNameOrder = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const compared = sql.raw(engine === 'sqlite' ? 'text' : 'text collate "C"')
    for (const table of [sql.raw('credential'), sql.raw('flow')]) {
      await sql`alter table ${table} add column name_order ${compared} not null default ''`.execute(db)
      for (let last = ''; ; ) {
        const { rows } = await sql<{ id: string; name: string }>`
          select id, name from ${table} where id > ${last} order by id limit ${BATCH}`.execute(db)
        if (rows.length === 0) break
        const keys = rows.map(({ id, name }) => sql`(${id}, ${nameOrder(name)})`)
        await sql`update ${table} set name_order = v.column2 from (values ${sql.join(keys)}) as v
          where ${table}.id = v.column1`.execute(db)
        last = rows.at(-1)?.id ?? ''
      }
    }
    for (const statement of [
      sql`drop index credential_name`,
      sql`create index credential_name on credential (workspace_id, name_order, id)`,
      sql`create index credential_component_name on credential (workspace_id, component_id, name_order, id)`,
      sql`drop index flow_name`,
      sql`create index flow_name on flow (workspace_id, name_order, id)`,
    ])
      await statement.execute(db)
  },
})
