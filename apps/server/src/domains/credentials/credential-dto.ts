import type { Credential, CredentialSummary } from '@stepkey/shared/credential'
import { type FieldDescription, withoutSecrets } from '@stepkey/shared/schema'
import { Outcome, Reason, type Verification } from '@stepkey/shared/verification'
import { findMethod } from '../catalog/catalog.ts'
import { toVerification } from '../verification/verify.ts'
import type { SecretValues } from './credential-values.ts'
import type { ListedRow } from './store.ts'

/** Returns a row as lists and events show it. */
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

/** Returns the summary with the values that are not secret and the names of the secret fields that hold something. */
export const toCredential = (
  row: ListedRow,
  fields: readonly FieldDescription[],
  values: SecretValues,
): Credential => ({ ...toCredentialSummary(row), ...withoutSecrets(fields, values.reveal()) })

/** Returns the last verification, in words. Receipts store the class of the HTTP status only, so it is left out. */
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
