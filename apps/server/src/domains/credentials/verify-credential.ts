import { asksConsent } from '@stepkey/shared/component'
import type { VerifyCredential } from '@stepkey/shared/credential'
import type { Verification } from '@stepkey/shared/verification'
import type { z } from 'zod'
import type { Trx } from '../../platform/database/database.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { requireMethod, requireNewestMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { toVerification, verifyValues } from '../verification/verify.ts'
import { getAccessToken, storesTokens } from './access-token.ts'
import { reconnectRequired, withGrantedToken } from './consent-grant.ts'
import { changeCredentialCounts } from './credential-count-table.ts'
import { emitStatusChange } from './credential-events.ts'
import {
  completeValues,
  openStored,
  overlayValues,
  parseValues,
  type RawValues,
  type StoredValues,
} from './credential-values.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { findReceiptTime } from './receipt-table.ts'
import { refusedColumns } from './refusal-count.ts'
import { replaceReceipt, statusAfter } from './save-policy.ts'
import { lockCredential, updateCredentialRow } from './store.ts'
import { deleteToken, findToken } from './token-table.ts'

/**
 * Verifies new values, a stored credential, or a stored credential with some values replaced. Only the result for a
 * stored credential without replaced values is stored, in its receipt and its status.
 * @throws DomainError not_found, invalid_input
 */
export async function verifyCredential(
  ctx: WorkspaceContext,
  input: z.infer<typeof VerifyCredential>,
  signal?: AbortSignal,
): Promise<Verification> {
  const { config } = ctx
  if (input.credentialId === undefined) {
    const known = await requireMethod(ctx, input.componentId, input.methodId)
    const values = parseValues(config, known, input.values)
    return await verifyValues(known.method, completeValues(config, known, values), {
      ...ctx,
      signal,
      of: known,
    })
  }
  const row = await requireCredentialRow(ctx, input.credentialId)
  const stored = await openStored(ctx, row)
  if (asksConsent(stored.as.method.token)) return await verifyGranted(ctx, row, stored, input, signal)
  const known = input.values ? await requireNewestMethod(ctx, row) : stored.as
  const values = input.values ? overlayValues(config, known, stored, input.values) : stored.values
  const verification = await verifyValues(known.method, completeValues(config, known, values), {
    ...ctx,
    signal,
    of: known,
  })
  if (input.values) {
    // Stored secrets were used, although nothing is stored.
    const { outcome } = verification
    await transact(ctx.db, (trx) =>
      writeAuditEntry(trx, ctx, 'credential.verified', row.id, { name: row.name, outcome, values: true }),
    )
  } else {
    await storeResult(ctx, row, verification, { deleteStoredToken: storesTokens(known.method) })
  }
  return verification
}

/**
 * Verifies a credential with its stored granted token. If the provider rejects the token, refreshes it and verifies
 * once more: the token may merely have been revoked or have expired early.
 */
async function verifyGranted(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  { values: stored, as: known }: StoredValues,
  { values: replaced }: { values?: RawValues },
  signal: AbortSignal | undefined,
): Promise<Verification> {
  if (replaced && Object.keys(replaced).length > 0) throw reconnectRequired()
  const { method } = known
  if (!storesTokens(method)) throw new TypeError('Granted tokens are always stored.')
  const values = completeValues(ctx.config, known, stored)
  const getToken = (rejectedVersion?: number) =>
    getAccessToken(ctx, row, { ...known, method }, values.reveal(), { rejectedVersion })
  const oauthAppId = row.grant?.oauth_app_id ?? null
  const verifyWith = async (token: Record<string, unknown>) =>
    await verifyValues(method, await withGrantedToken(ctx, values, { token, oauthAppId }), {
      ...ctx,
      signal,
      of: known,
    })

  let result = await getToken()
  let verification: Verification | undefined
  if (result.outcome === 'fresh') {
    verification = await verifyWith(result.stored.token)
    if (verification.outcome === 'rejected') {
      result = await getToken(result.stored.version)
      if (result.outcome === 'fresh') verification = await verifyWith(result.stored.token)
    }
  }
  // The refresh that found the grant lost has stored that already.
  if (result.outcome === 'lost') return toVerification(result.finding, ctx.clock(), 0)
  // If the refresh was inconclusive, the rejection of the old token says nothing about the grant.
  if (result.outcome === 'unknown') verification = toVerification(result.finding, ctx.clock(), 0)
  if (!verification) throw new TypeError('A fresh token was not verified.')
  await storeResult(ctx, row, verification, { isGranted: true })
  return verification
}

/**
 * Stores the receipt and the new status, unless the credential was deleted or changed during the verification, or the
 * result of one that began later is already stored: that one is newer.
 */
async function storeResult(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  verification: Verification,
  {
    isGranted,
    deleteStoredToken,
  }: {
    isGranted?: boolean
    /** Whether to delete the stored token: it may be invalid, and a new one can be requested at any time. */
    deleteStoredToken?: boolean
  },
): Promise<void> {
  const { db, workspaceId } = ctx
  if (verification.reason === 'cancelled') return
  await transact(db, async (trx) => {
    const current = await lockCredential(trx, ctx, row.id)
    // Deleted, or the values changed in the meantime: the verification does not apply to the stored values.
    if (current?.seal_version !== row.seal_version) return
    // The grant was disconnected or lost in the meantime: the verification used a token that no longer counts.
    if (isGranted && (await findToken(trx, workspaceId, row.id))?.lost_reason !== null) return
    const detail = { name: row.name, outcome: verification.outcome }
    if (await isOutdated(trx, { before: row, current }, verification)) {
      return await writeAuditEntry(trx, ctx, 'credential.verified', row.id, detail)
    }
    if (deleteStoredToken) await deleteToken(trx, row.id)
    const status = statusAfter(verification.outcome, current.status)
    // Of several refusals at the same time, one counts, also if the others are of token requests.
    const isNews =
      current.status !== 'failing' || (row.status === 'failing' && row.refusals === current.refusals)
    await updateCredentialRow(trx, row.id, {
      status,
      ...(verification.outcome === 'rejected' && isNews && refusedColumns(current, ctx.clock())),
      ...(await replaceReceipt(trx, row.id, verification, { isSameValue: true })),
    })
    await emitStatusChange(trx, ctx, row.id, { before: current.status, after: status })
    await writeAuditEntry(trx, ctx, 'credential.verified', row.id, detail)
    const failing = Number(status === 'failing') - Number(current.status === 'failing')
    await changeCredentialCounts(trx, { workspaceId, componentId: row.component_id }, { failing })
  })
}

/**
 * Returns whether another result was stored during a verification, and is of one that did not begin earlier. Times are
 * compared only then, because the clocks of two processes may differ.
 */
const isOutdated = async (
  trx: Trx,
  { before, current }: Record<'before' | 'current', Pick<CredentialRow, 'receipt_id'>>,
  { checkedAt }: Verification,
): Promise<boolean> =>
  current.receipt_id !== before.receipt_id && (await findReceiptTime(trx, current.receipt_id)) >= checkedAt
