import type { WebhookEventData } from '@stepkey/shared/webhook'
import type { Trx } from '../../platform/database/connect.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import type { WorkspaceContext } from '../context.ts'
import { findUsage } from '../usage/usage.ts'
import { emitEvent } from '../webhooks/outbox.ts'
import { summarize } from './read-credentials.ts'
import { findCredential } from './store.ts'

type EventContext = Pick<WorkspaceContext, 'workspaceId' | 'catalog' | 'clock' | 'background'>
type Status = CredentialRow['status']

/** Each tells of a credential as it is by now in the transaction: call it when everything else is written. */
export async function emitCredentialCreated(trx: Trx, ctx: EventContext, id: string): Promise<void> {
  await emitEvent(trx, ctx, 'credential.created', async () => {
    const { credential } = await about(trx, ctx, id)
    return { credential }
  })
}

export async function emitCredentialChanged(trx: Trx, ctx: EventContext, id: string): Promise<void> {
  await emitEvent(trx, ctx, 'credential.changed', () => touching(trx, ctx, id))
}

/** Tells that a credential began to fail, or works again; nothing as long as that stays as it was. */
export async function emitStatusChange(
  trx: Trx,
  ctx: EventContext,
  id: string,
  { before, after }: { before: Status; after: Status },
): Promise<void> {
  const isFailing = after === 'failing' && before !== 'failing'
  const isRecovered = before === 'failing' && after !== 'failing' && after !== 'unverified'
  if (!isFailing && !isRecovered) return
  await emitEvent(trx, ctx, isFailing ? 'credential.failing' : 'credential.recovered', () =>
    touching(trx, ctx, id),
  )
}

export async function emitCredentialExpiring(
  trx: Trx,
  ctx: EventContext,
  id: string,
  expiresAt: string,
): Promise<void> {
  await emitEvent(trx, ctx, 'credential.expiring', async () => ({
    ...(await touching(trx, ctx, id)),
    expiresAt,
  }))
}

/** Tells of a credential that is gone already. */
export async function emitCredentialDeleted(trx: Trx, ctx: EventContext, gone: CredentialRow): Promise<void> {
  const { id, component_id: componentId, method_id: methodId, name, status } = gone
  await emitEvent(trx, ctx, 'credential.deleted', async () => ({
    credential: { id, componentId, methodId, name, status },
  }))
}

async function about(trx: Trx, ctx: EventContext, credentialId: string) {
  const row = await findCredential(trx, ctx.workspaceId, credentialId)
  if (!row) throw notFound('credential')
  const { id, componentId, methodId, name, status, receipt } = await summarize(ctx, row)
  return { credential: { id, componentId, methodId, name, status }, receipt }
}

async function touching(
  trx: Trx,
  ctx: EventContext,
  id: string,
): Promise<WebhookEventData<'credential.failing'>> {
  const { credential, receipt } = await about(trx, ctx, id)
  if (!receipt) throw new TypeError('A credential is stored with the receipt of its verification.')
  const { outcome, reason, message, advice } = receipt
  return {
    credential,
    ...(await findUsage(trx, ctx.workspaceId, id, { activeOnly: true })),
    verification: { outcome, reason, message, advice },
  }
}
