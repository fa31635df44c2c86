import type { Tags } from '@stepkey/shared/owner'
import type { WebhookEventData } from '@stepkey/shared/webhook'
import type { Trx } from '../../platform/database/database.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import type { WorkspaceContext } from '../context.ts'
import { recordLateRecovery, recordNotice } from '../notices/notice-outbox.ts'
import { findUsage } from '../usage/usage.ts'
import { emitEvent } from '../webhooks/outbox.ts'
import { summarize } from './read-credentials.ts'
import { findCredential } from './store.ts'

type EventContext = Pick<WorkspaceContext, 'workspaceId' | 'catalog' | 'clock' | 'background'>
type Status = CredentialRow['status']

// An event describes the credential as it is in the transaction, so emit it after all other changes.

/** Emits `credential.created`. */
export async function emitCredentialCreated(trx: Trx, ctx: EventContext, id: string): Promise<void> {
  await emitEvent(trx, ctx, 'credential.created', async () => {
    const { credential } = await describeCredential(trx, ctx, id)
    return { credential }
  })
}

/** Emits `credential.changed`: a user changed the name or the values. */
export async function emitCredentialChanged(trx: Trx, ctx: EventContext, id: string): Promise<void> {
  await emitEvent(trx, ctx, 'credential.changed', () => describeImpact(trx, ctx, id))
}

/** Emits `credential.failing` or `credential.recovered` if the status changed accordingly, and tells people. */
export async function emitStatusChange(
  trx: Trx,
  ctx: EventContext,
  id: string,
  { before, after }: { before: Status; after: Status },
): Promise<void> {
  const isFailing = after === 'failing' && before !== 'failing'
  const isRecovered = before === 'failing' && after !== 'failing' && after !== 'unverified'
  // New values of a failing credential were saved unverified, and work now.
  if (before === 'unverified' && after !== before && !isFailing) await recordLateRecovery(trx, ctx, id)
  if (!isFailing && !isRecovered) return
  await recordNotice(trx, ctx, { credentialId: id, kind: isFailing ? 'failing' : 'recovered' })
  await emitEvent(trx, ctx, isFailing ? 'credential.failing' : 'credential.recovered', () =>
    describeImpact(trx, ctx, id),
  )
}

/** Emits `credential.expiring`, and tells people. @param expiry.expiresAt ISO 8601 */
export async function emitCredentialExpiring(
  trx: Trx,
  ctx: EventContext,
  id: string,
  expiry: { expiresAt: string; daysLeft: number },
): Promise<void> {
  await recordNotice(trx, ctx, { credentialId: id, kind: 'expiring', expiresAt: expiry.expiresAt })
  await emitEvent(trx, ctx, 'credential.expiring', async () => ({
    ...(await describeImpact(trx, ctx, id)),
    ...expiry,
  }))
}

/** Emits `credential.deleted`. The row is deleted already. */
export async function emitCredentialDeleted(
  trx: Trx,
  ctx: EventContext,
  { tags, ...row }: CredentialRow & { tags: Tags },
): Promise<void> {
  const { id, component_id: componentId, method_id: methodId, name, status } = row
  await emitEvent(trx, ctx, 'credential.deleted', async () => ({
    credential: { id, componentId, methodId, name, owner: row.owner || null, tags, status },
  }))
}

async function describeCredential(trx: Trx, ctx: EventContext, credentialId: string) {
  const row = await findCredential(trx, ctx, credentialId)
  if (!row) throw notFound('credential')
  const { id, componentId, methodId, name, owner, tags, status, receipt } = await summarize(ctx, row)
  return { credential: { id, componentId, methodId, name, owner, tags, status }, receipt }
}

/** Returns the credential with the active flows that use it and its last verification. */
async function describeImpact(
  trx: Trx,
  ctx: EventContext,
  id: string,
): Promise<WebhookEventData<'credential.failing'>> {
  const { credential, receipt } = await describeCredential(trx, ctx, id)
  if (!receipt) throw new TypeError('The credential has no receipt.')
  const { outcome, reason, message, advice } = receipt
  return {
    credential,
    ...(await findUsage(trx, ctx.workspaceId, id, { activeOnly: true })),
    verification: { outcome, reason, message, advice },
  }
}
