import { asksConsent } from '@stepkey/shared/component'
import type { VerifyCredential } from '@stepkey/shared/credential'
import type { Verification } from '@stepkey/shared/verification'
import type { z } from 'zod'
import { transact } from '../../platform/database/transaction.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { type KnownMethod, requireMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { verifyValues as ask, toVerification } from '../verification/verify.ts'
import { getAccessToken, storesTokens } from './access-token.ts'
import { reconnectRequired, withGrantedToken } from './consent-grant.ts'
import { changeCredentialCounts } from './credential-counts.ts'
import { emitStatusChange } from './credential-events.ts'
import {
  completeValues,
  openValues,
  overlayValues,
  parseValues,
  type RawValues,
  type SecretValues,
} from './credential-values.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { replaceReceipt, statusAfter } from './save-policy.ts'
import { type FoundRow, lockCredential, updateCredentialRow } from './store.ts'
import { deleteToken, findToken } from './token-table.ts'

/**
 * Sends the dry request: for values alone, for a stored credential, or for new values laid over a stored one.
 * Only the verification of what is stored leaves a trace, in its receipt and its status.
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
    return await ask(known.method, completeValues(config, known, values), { ...ctx, signal, of: known })
  }
  const row = await requireCredentialRow(ctx, input.credentialId)
  const known = await requireMethod(ctx, row.component_id, row.method_id)
  const stored = await openValues(ctx.keyring, row)
  if (asksConsent(known.method.token)) return await verifyGranted(ctx, row, known, stored, input, signal)
  const values = input.values ? overlayValues(config, known, stored, input.values) : stored
  const verification = await ask(known.method, completeValues(config, known, values), {
    ...ctx,
    signal,
    of: known,
  })
  if (!input.values) await remember(ctx, row, verification, { isTokenOld: storesTokens(known.method) })
  return verification
}

/**
 * What a person granted is asked about with the token in hand. One that is refused may merely be old: then it is
 * renewed, and asked about once more.
 */
async function verifyGranted(
  ctx: WorkspaceContext,
  row: FoundRow,
  known: KnownMethod,
  stored: SecretValues,
  { values: other }: { values?: RawValues },
  signal: AbortSignal | undefined,
): Promise<Verification> {
  if (other && Object.keys(other).length > 0) throw reconnectRequired()
  const { method } = known
  if (!storesTokens(method)) throw new TypeError('A granted token is kept.')
  const values = completeValues(ctx.config, known, stored)
  const take = (refused?: number) =>
    getAccessToken(ctx, row, { ...known, method }, values.reveal(), { refused })
  const oauthAppId = row.grant?.oauth_app_id ?? null
  const askWith = async (token: Record<string, unknown>) =>
    await ask(method, await withGrantedToken(ctx, values, { token, oauthAppId }), {
      ...ctx,
      signal,
      of: known,
    })

  let inHand = await take()
  let verification: Verification | undefined
  if (inHand.outcome === 'fresh') {
    verification = await askWith(inHand.kept.token)
    if (verification.outcome === 'rejected') {
      inHand = await take(inHand.kept.version)
      if (inHand.outcome === 'fresh') verification = await askWith(inHand.kept.token)
    }
  }
  // Whoever found out that it is lost has written that down already.
  if (inHand.outcome === 'lost') return toVerification(inHand.finding, ctx.clock(), 0)
  // An old token that is refused says nothing as long as nobody could renew it.
  if (inHand.outcome === 'unknown') verification = toVerification(inHand.finding, ctx.clock(), 0)
  if (!verification) throw new TypeError('A token in hand was asked about.')
  await remember(ctx, row, verification, { isGranted: true })
  return verification
}

interface Remembering {
  isGranted?: boolean
  /** It was proven with a token of its own: the one in hand may be refused by now, and can be had again. */
  isTokenOld?: boolean
}

async function remember(
  ctx: WorkspaceContext,
  row: FoundRow,
  verification: Verification,
  { isGranted, isTokenOld }: Remembering,
): Promise<void> {
  const { db, workspaceId } = ctx
  if (verification.reason === 'cancelled') return
  await transact(db, async (trx) => {
    const current = await lockCredential(trx, workspaceId, row.id)
    // Deleted meanwhile, or its values changed: then this verification is about something else.
    if (current?.seal_version !== row.seal_version) return
    // Nor does it count for what was given back, or lost, while the answer was on its way.
    if (isGranted && (await findToken(trx, workspaceId, row.id))?.lost_reason !== null) return
    if (isTokenOld) await deleteToken(trx, row.id)
    const status = statusAfter(verification.outcome, current.status)
    await updateCredentialRow(trx, row.id, { status, ...(await replaceReceipt(trx, row.id, verification)) })
    await emitStatusChange(trx, ctx, row.id, { before: current.status, after: status })
    await writeAuditEntry(trx, ctx, 'credential.verified', row.id, {
      name: row.name,
      outcome: verification.outcome,
    })
    const failing = Number(status === 'failing') - Number(current.status === 'failing')
    await changeCredentialCounts(trx, { workspaceId, componentId: row.component_id }, { failing })
  })
}
