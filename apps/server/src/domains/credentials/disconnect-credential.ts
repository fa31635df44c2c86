import { asksConsent } from '@stepkey/shared/component'
import type { CredentialDisconnected } from '@stepkey/shared/credential'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { Secret } from '../../platform/secret.ts'
import { auditRefusal } from '../audit/audit-entry.ts'
import { findMethodOf } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { openOAuthApp } from '../oauth/oauth-apps.ts'
import { type RevocableGrant, revokeGrant } from '../oauth/revoke-grant.ts'
import { findUsage, isInUse } from '../usage/usage.ts'
import { completeValues, openValues, type SealedValues } from './credential-values.ts'
import { getCredential, requireCredentialRow } from './read-credentials.ts'
import { lockCredential } from './store.ts'
import { discardToken, markReconnectNeeded, openToken } from './token-store.ts'
import { findToken } from './token-table.ts'

/**
 * Opens the grant of a credential for its revocation. The rows themselves may be deleted already.
 * @returns undefined when there is nothing to revoke
 */
export async function openRevocableGrant(
  ctx: WorkspaceContext,
  row: SealedValues & Pick<CredentialRow, 'identity'>,
  stored: { sealed: Buffer | null; version: number | null; oauth_app_id: string | null } | undefined,
): Promise<RevocableGrant | undefined> {
  const known = await findMethodOf(ctx, row)
  const request = known?.method.token
  if (!known || !asksConsent(request) || !stored?.sealed || stored.version === null) return undefined
  const { sealed, version, oauth_app_id: appId } = stored
  const token = await openToken(ctx.keyring, row, { sealed, version })
  const app = appId ? await openOAuthApp(ctx, ctx.workspaceId, appId) : undefined
  const values = completeValues(ctx.config, known, await openValues(ctx.keyring, row)).reveal()
  return {
    credentialId: row.id,
    identity: row.identity,
    clientId: app?.clientId,
    method: known.method,
    request,
    values: new Secret({ ...values, app }),
    token: new Secret(token),
  }
}

/**
 * Revokes the grant of a credential, in Stepkey and at the provider, and keeps the credential: the user can connect it
 * again. Returns `in_use` with the flows while an active flow uses the credential.
 * @throws DomainError not_found, or conflict when the credential has no grant
 */
export async function disconnectCredential(
  ctx: WorkspaceContext,
  credentialId: string,
): Promise<CredentialDisconnected> {
  const { db, workspaceId } = ctx
  const row = await requireCredentialRow(ctx, credentialId)
  const grant = await openRevocableGrant(ctx, row, await findToken(db, workspaceId, credentialId))
  if (!grant)
    throw new DomainError('not_connected', 'This credential is not connected, so there is nothing to revoke.')
  const isDisconnected = await transact(db, async (trx) => {
    const credential = await lockCredential(trx, workspaceId, credentialId)
    if (!credential) throw notFound('credential')
    // While the row is locked, no flow can start to use the credential.
    if (await isInUse(trx, workspaceId, credentialId)) return false
    const loss = { outcome: 'rejected', reason: 'disconnected' } as const
    await discardToken(trx, credentialId, loss)
    await markReconnectNeeded(trx, ctx, credential, loss)
    return true
  })
  if (!isDisconnected) {
    await auditRefusal(ctx, 'credential.disconnected', credentialId, { outcome: 'in_use' })
    return { outcome: 'in_use', ...(await findUsage(db, workspaceId, credentialId, { activeOnly: true })) }
  }
  const revocation = await revokeGrant(ctx, grant)
  return { outcome: 'disconnected', revocation, credential: await getCredential(ctx, credentialId) }
}
