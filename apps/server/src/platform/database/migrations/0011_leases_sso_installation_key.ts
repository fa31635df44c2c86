import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/**
 * Adds a lease to idempotency keys; `claim_id` stays for servers of version 0.1 that run at the same time. Allows
 * accounts without a password, for SSO. Adds a data key of the installation.
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
