import { type CreateWebhook, type UpdateWebhook, WEBHOOK_LIMIT, Webhook } from '@stepkey/shared/webhook'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { WebhookRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { requireDeliveryAddress } from './delivery-address.ts'
import { cancelDeliveries } from './delivery-table.ts'
import { newSecret, OVERLAP, openSecrets, sealSecrets } from './signing-secrets.ts'
import * as store from './store.ts'

/** Returns the webhooks of the workspace, the oldest first. */
export async function listWebhooks({ db, workspaceId, clock }: WorkspaceContext): Promise<Webhook[]> {
  const now = clock().toISOString()
  return (await store.findWebhooks(db, workspaceId)).map((row) => toWebhook(row, now))
}

/**
 * Creates a webhook. Only this response contains its signing secret, which is stored sealed.
 * @throws DomainError invalid_input (url), conflict if the workspace has the maximum number of webhooks
 */
export async function createWebhook(
  ctx: WorkspaceContext,
  { name, url, events }: CreateWebhook,
): Promise<{ webhook: Webhook; secret: string }> {
  const { db, config, keyring, clock, workspaceId } = ctx
  requireDeliveryAddress(config, url)
  const id = newId()
  const now = clock().toISOString()
  const secret = newSecret()
  const row: WebhookRow = {
    id,
    workspace_id: workspaceId,
    name,
    url,
    events: toColumn(events),
    sealed: await sealSecrets(
      keyring,
      { workspace_id: workspaceId, webhook_id: id, seal_version: 1 },
      { secret },
    ),
    seal_version: 1,
    old_secret_until: null,
    is_enabled: 1,
    disabled_reason: null,
    failing_since: null,
    last_delivered_at: null,
    created_at: now,
    updated_at: now,
  }
  await transact(db, async (trx) => {
    await store.insertWebhook(trx, row)
    const { host } = new URL(url)
    await writeAuditEntry(trx, ctx, 'webhook.created', id, { name, host, sealVersion: 1 })
    // Counted under the lock of the audit log, so that concurrent requests can't exceed the limit.
    if ((await store.countWebhooks(trx, workspaceId)) > WEBHOOK_LIMIT) throw tooMany()
  })
  return { webhook: toWebhook(row, now), secret }
}

const tooMany = () =>
  new DomainError(
    'limit_reached',
    `A workspace can have at most ${WEBHOOK_LIMIT} webhooks. Delete one that you no longer need.`,
  )

/**
 * Changes a webhook. Enabling it resets its failures; disabling it cancels its pending deliveries.
 * @throws DomainError not_found, invalid_input (url)
 */
export async function updateWebhook(ctx: WorkspaceContext, input: UpdateWebhook): Promise<Webhook> {
  const { db, config, clock, workspaceId } = ctx
  const { webhookId, name, url, events, isEnabled } = input
  if (url !== undefined) requireDeliveryAddress(config, url)
  const now = clock().toISOString()
  const row = await transact(db, async (trx) => {
    const before = await store.lockWebhook(trx, workspaceId, webhookId)
    if (!before) throw notFound('webhook')
    const isFresh = isEnabled === true || (url !== undefined && url !== before.url)
    const change: Partial<WebhookRow> = {
      ...(name !== undefined && { name }),
      ...(url !== undefined && { url }),
      ...(events !== undefined && { events: toColumn(events) }),
      ...(isEnabled !== undefined && { is_enabled: Number(isEnabled), disabled_reason: null }),
      ...(isFresh && { failing_since: null }),
      updated_at: now,
    }
    await store.updateWebhookRow(trx, webhookId, change)
    if (isEnabled === false) await cancelDeliveries(trx, webhookId)
    const after = { ...before, ...change }
    await writeAuditEntry(trx, ctx, 'webhook.updated', webhookId, {
      name: after.name,
      host: new URL(after.url).host,
      isEnabled: after.is_enabled === 1,
    })
    return after
  })
  return toWebhook(row, now)
}

/** Deletes a webhook with its deliveries. @throws DomainError not_found */
export async function removeWebhook(
  ctx: WorkspaceContext,
  webhookId: string,
): Promise<{ outcome: 'deleted' }> {
  return await transact(ctx.db, async (trx) => {
    const deleted = await store.deleteWebhook(trx, ctx.workspaceId, webhookId)
    if (!deleted) throw notFound('webhook')
    await writeAuditEntry(trx, ctx, 'webhook.deleted', webhookId, { name: deleted.name })
    return { outcome: 'deleted' }
  })
}

/**
 * Creates a new signing secret. For a day, requests are signed with both secrets, so that receivers can be updated
 * without interruption.
 * @throws DomainError not_found, conflict if the secret was rotated concurrently
 */
export async function rotateWebhookSecret(
  ctx: WorkspaceContext,
  webhookId: string,
): Promise<{ secret: string; oldSecretUntil: string }> {
  const { db, keyring, clock, workspaceId } = ctx
  const row = await requireWebhook(db, workspaceId, webhookId)
  const { secret: oldSecret } = (await openSecrets(keyring, { ...row, webhook_id: row.id })).reveal()
  const secret = newSecret()
  const seal_version = row.seal_version + 1
  const sealed = await sealSecrets(
    keyring,
    { workspace_id: workspaceId, webhook_id: row.id, seal_version },
    { secret, oldSecret },
  )
  const now = clock()
  const oldSecretUntil = new Date(now.getTime() + OVERLAP).toISOString()
  await transact(db, async (trx) => {
    const current = await store.lockWebhook(trx, workspaceId, webhookId)
    if (!current) throw notFound('webhook')
    if (current.seal_version !== row.seal_version) {
      throw new DomainError(
        'conflict',
        'Another member has just created a new secret for this webhook. Use that one, or try again.',
      )
    }
    await store.updateWebhookRow(trx, webhookId, {
      sealed,
      seal_version,
      old_secret_until: oldSecretUntil,
      updated_at: now.toISOString(),
    })
    const detail = { name: row.name, sealVersion: seal_version }
    await writeAuditEntry(trx, ctx, 'webhook.secret_rotated', webhookId, detail)
  })
  return { secret, oldSecretUntil }
}

/** Returns a webhook of the workspace. @throws DomainError not_found */
export async function requireWebhook(db: Db | Trx, workspaceId: string, id: string): Promise<WebhookRow> {
  const row = await store.findWebhook(db, workspaceId, id)
  if (!row) throw notFound('webhook')
  return row
}

const toColumn = (events: CreateWebhook['events']): string | null =>
  events && JSON.stringify([...new Set(events)])

function toWebhook(row: WebhookRow, now: string): Webhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    events: Webhook.shape.events.parse(row.events === null ? null : JSON.parse(row.events)),
    isEnabled: row.is_enabled === 1,
    disabledReason: row.disabled_reason,
    failingSince: row.failing_since,
    lastDeliveredAt: row.last_delivered_at,
    oldSecretUntil: row.old_secret_until !== null && row.old_secret_until > now ? row.old_secret_until : null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
