import type { Method } from '@stepkey/shared/component'
import type { Credential, CredentialStatus, CredentialSummary } from '@stepkey/shared/credential'
import { describeFinding } from '@stepkey/shared/finding-messages'
import { withoutSecrets } from '@stepkey/shared/schema'
import { Outcome, Reason, type Verification } from '@stepkey/shared/verification'
import type { CatalogMethod } from '../catalog/catalog.ts'
import type { RefreshFailure } from '../tokens/refresh.ts'
import { toVerification } from '../verification/verify.ts'
import type { SecretValues } from './credential-values.ts'
import type { CredentialListRow } from './listed-table.ts'
import { parseTags } from './tag-table.ts'

/** Returns a row in the form of lists and events. */
export function toCredentialSummary(row: CredentialListRow, method: Method | undefined): CredentialSummary {
  return {
    id: row.id,
    componentId: row.component_id,
    methodId: row.method_id,
    name: row.name,
    status: statusOf(row),
    identity: row.identity,
    receipt: row.receipt && receiptToVerification(row.receipt, method),
    grant: row.grant && {
      scopes: row.grant.scopes === null ? null : JSON.parse(row.grant.scopes),
      endsAt: row.grant.renew_at === null ? row.grant.ends_at : null,
      oauthAppId: row.grant.oauth_app_id,
      refreshFailure: toRefreshFailure(row.grant.refresh_failure),
    },
    useCount: row.use_count,
    activeFlowCount: row.active_flow_count,
    owner: row.owner || null,
    tags: parseTags(row.tags),
    createdBy: row.created_by,
    lastUse:
      row.last_used_at === ''
        ? null
        : { at: row.last_used_at, flowId: row.last_used_flow_id, stepId: row.last_used_step_id },
    nextAttemptAt: row.status === 'failing' && !row.grant?.lost_reason ? row.paused_until : null,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** Returns the status that callers see. A frozen credential has no other one. */
function statusOf({ status, frozen_at, grant }: CredentialListRow): CredentialStatus {
  if (frozen_at !== null) return 'frozen'
  return status === 'failing' && grant?.lost_reason ? 'reconnect' : status
}

/** Returns the summary with the values that are not secret, and the names of the secret fields that have a value. */
export const toCredential = (
  row: CredentialListRow,
  known: Pick<CatalogMethod, 'method' | 'fields'> | undefined,
  values: SecretValues,
): Credential => ({
  ...toCredentialSummary(row, known?.method),
  ...withoutSecrets(known?.fields ?? [], values.reveal()),
})

function toRefreshFailure(json: string | null) {
  if (json === null) return null
  const { since, finding } = JSON.parse(json) as RefreshFailure
  return { since, ...describeFinding(finding) }
}

/** Returns the verification of a receipt with its messages, but without the HTTP status: receipts store only its class. */
export function receiptToVerification(
  receipt: NonNullable<CredentialListRow['receipt']>,
  method: Method | undefined,
): Verification {
  const check = method?.verify
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
