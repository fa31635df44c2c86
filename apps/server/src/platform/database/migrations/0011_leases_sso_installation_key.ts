import { type Kysely, sql } from 'kysely'
import type { Engine } from '../connect.ts'

/**
 * Idempotency keys have a lease like all other claims; `claim_id` stays for servers of version 0.1 that run beside
 * newer ones. Accounts that sign in by SSO only have no password. The installation has a data key of its own.
 */
export const leasesSsoInstallationKey = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    for (const statement of [
      sql`alter table idempotency_key add column lease_id text`,
      sql`alter table idempotency_key add column leased_until text`,
      sql`alter table account alter column password_hash drop not null`,
      sql`alter table keyring add column data_key_id text`,
      sql`alter table keyring add column data_key ${bytes}`,
    ]) {
      await statement.execute(db)
    }
  },
})
