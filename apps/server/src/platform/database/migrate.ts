import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { StartError } from '../errors/start-error.ts'
import type { Db, Engine } from './database.ts'
import { first } from './migrations/0001_first.ts'
import { receiptLearns } from './migrations/0002_receipt_learns.ts'
import { componentRecency } from './migrations/0003_component_recency.ts'
import { idempotency } from './migrations/0004_idempotency.ts'
import { oauth } from './migrations/0005_oauth.ts'
import { webhooks } from './migrations/0006_webhooks.ts'
import { connect } from './migrations/0007_connect.ts'
import { credentialRequest } from './migrations/0008_credential_request.ts'
import { recheck } from './migrations/0009_recheck.ts'
import { auditByAction } from './migrations/0010_audit_by_action.ts'
import { leasesSsoInstallationKey } from './migrations/0011_leases_sso_installation_key.ts'
import { apiKeyCreator } from './migrations/0012_api_key_creator.ts'
import { deletedOrganization } from './migrations/0013_deleted_organization.ts'
import { refreshFailure } from './migrations/0014_refresh_failure.ts'
import { invitationEmail } from './migrations/0015_invitation_email.ts'
import { searchAndUse } from './migrations/0016_search_and_use.ts'
import { deliveryDetails } from './migrations/0017_delivery_details.ts'
import { auditSearch } from './migrations/0018_audit_search.ts'
import { credentialValue } from './migrations/0019_credential_value.ts'
import { addNameOrder } from './migrations/0020_name_order.ts'
import { frozenCredential } from './migrations/0021_frozen_credential.ts'
import { deletedCredential } from './migrations/0022_deleted_credential.ts'
import { notices } from './migrations/0023_notices.ts'
import { pausedCredential } from './migrations/0024_paused_credential.ts'
import { revocation } from './migrations/0025_revocation.ts'
import { engineVerification } from './migrations/0026_engine_verification.ts'
import { credentialStatus } from './migrations/0027_credential_status.ts'
import { revocationNotice } from './migrations/0028_revocation_notice.ts'
import { revokeOnErase } from './migrations/0029_revoke_on_erase.ts'
import { ownersAndTags } from './migrations/0030_owners_and_tags.ts'
import { connectSession } from './migrations/0031_connect_session.ts'
import { consentHolder } from './migrations/0033_consent_holder.ts'
import { ownerBinding } from './migrations/0034_owner_binding.ts'
import { redirectUri } from './migrations/0035_redirect_uri.ts'
import { branding } from './migrations/0036_branding.ts'
import { ownComponents } from './migrations/0037_own_components.ts'

/**
 * Migrates the schema to the current version. Several processes may run it at the same time.
 * @throws StartError for the schema of a newer version, and the error of a failed migration
 */
export async function migrate(db: Db, engine: Engine): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(engine) } })
  const { error } = await migrator.migrateToLatest()
  if (error && (await schemaAge(db, engine).catch(() => undefined)) === 'newer') {
    throw new StartError(
      'A newer version of Stepkey has used this database. Start that version, or restore an older backup. Nothing was changed.',
      error,
    )
  }
  if (error) throw error
  // Otherwise all data would be in the write-ahead log at first, and losing that file would lose everything.
  if (engine === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db)
}

/** All migrations by name, in their order. A released migration never changes. */
export const migrations = (engine: Engine) => ({
  '0001_first': first(engine),
  '0002_receipt_learns': receiptLearns,
  '0003_component_recency': componentRecency,
  '0004_idempotency': idempotency(engine),
  '0005_oauth': oauth(engine),
  '0006_webhooks': webhooks(engine),
  '0007_connect': connect(engine),
  '0008_credential_request': credentialRequest(engine),
  '0009_recheck': recheck(engine),
  '0010_audit_by_action': auditByAction,
  '0011_leases_sso_installation_key': leasesSsoInstallationKey(engine),
  '0012_api_key_creator': apiKeyCreator,
  '0013_deleted_organization': deletedOrganization(engine),
  '0014_refresh_failure': refreshFailure,
  '0015_invitation_email': invitationEmail,
  '0016_search_and_use': searchAndUse(engine),
  '0017_delivery_details': deliveryDetails(engine),
  '0018_audit_search': auditSearch(engine),
  '0019_credential_value': credentialValue(engine),
  '0020_name_order': addNameOrder(engine),
  '0021_frozen_credential': frozenCredential,
  '0022_deleted_credential': deletedCredential(engine),
  '0023_notices': notices(engine),
  '0024_paused_credential': pausedCredential,
  '0025_revocation': revocation(engine),
  '0026_engine_verification': engineVerification(engine),
  '0027_credential_status': credentialStatus,
  '0028_revocation_notice': revocationNotice(engine),
  '0029_revoke_on_erase': revokeOnErase,
  '0030_owners_and_tags': ownersAndTags(engine),
  '0031_connect_session': connectSession(engine),
  '0033_consent_holder': consentHolder(engine),
  '0034_owner_binding': ownerBinding(engine),
  '0035_redirect_uri': redirectUri,
  '0036_branding': branding,
  '0037_own_components': ownComponents(engine),
})

/** Compares the schema of a database with that of this version, without writing. */
export async function schemaAge(db: Db, engine: Engine): Promise<'current' | 'older' | 'newer'> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const known = new Set(Object.keys(migrations(engine)))
  if (rows.some(({ name }) => !known.has(name))) return 'newer'
  return rows.length < known.size ? 'older' : 'current'
}
