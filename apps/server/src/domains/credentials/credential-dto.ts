import type { Credential, CredentialSummary } from '@stepkey/shared/credential'
import { withoutSecrets } from '@stepkey/shared/schema'
import { Outcome, Reason, type Verification } from '@stepkey/shared/verification'
import type { Keyring } from '../../platform/keyring/keyring.ts'
import { findMethod } from '../catalog/catalog.ts'
import { toVerification } from '../verification/verify.ts'
import { openValues } from './credential-values.ts'
import type { FoundRow, ListedRow } from './store.ts'

/** A row as the outside sees it. */
export function toCredentialSummary(row: ListedRow): CredentialSummary {
  return {
    id: row.id,
    componentId: row.component_id,
    methodId: row.method_id,
    name: row.name,
    status: row.status === 'failing' && row.grant?.lost_reason ? 'reconnect' : row.status,
    identity: row.identity,
    receipt: receiptToVerification(row),
    grant: row.grant && {
      scopes: row.grant.scopes === null ? null : JSON.parse(row.grant.scopes),
      endsAt: row.grant.renew_at === null ? row.grant.ends_at : null,
      oauthAppId: row.grant.oauth_app_id,
    },
    useCount: row.use_count,
    activeFlowCount: row.active_flow_count,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** The same with the values that are not secret, and the names of those that are. */
export async function toCredential(keyring: Keyring, row: FoundRow): Promise<Credential> {
  const fields = findMethod(row.component_id, row.method_id)?.fields ?? []
  return { ...toCredentialSummary(row), ...withoutSecrets(fields, (await openValues(keyring, row)).reveal()) }
}

/** The last receipt in words. Of the HTTP status only the class was kept. */
function receiptToVerification({ receipt, component_id, method_id }: ListedRow): Verification | null {
  if (!receipt) return null
  const check = findMethod(component_id, method_id)?.method.verify
  const finding = {
    outcome: Outcome.parse(receipt.outcome),
    ...(receipt.reason && { reason: Reason.parse(receipt.reason) }),
    ...(receipt.target && { target: receipt.target }),
    ...(receipt.identity && { identity: receipt.identity }),
    ...(receipt.scopes && { scopes: JSON.parse(receipt.scopes) }),
    ...(receipt.expires_at && { expiresAt: receipt.expires_at }),
    ...(check && 'untestable' in check && { untestable: check.untestable }),
  }
  return toVerification(finding, new Date(receipt.checked_at), receipt.duration_ms)
}
