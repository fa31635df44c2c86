import type { EraseCredential } from '@stepkey/shared/credential'
import type {
  DeletedCredential,
  DeletedCredentialErased,
  DeletedCredentialPage,
  ListDeletedCredentials,
} from '@stepkey/shared/deleted-credential'
import type { z } from 'zod'
import { earlierTime } from '../../platform/database/database-time.ts'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { fromCursor, PAGE_SIZE, toPage } from '../../platform/paging.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import {
  deleteDeletedCredential,
  eraseDeletedCredentials,
  findDeletedCredential,
  findDeletedCredentials,
} from './deleted-credential-table.ts'
import { queueKeyRevocation } from './queue-revocation.ts'
import { searchedWords } from './read-credentials.ts'
import { requireRevocable, tryToRevoke } from './revoke-access.ts'

/** Deleted credentials that are erased per query. */
const BATCH = 100

/** Returns a page of the deleted credentials that can be restored, the last deleted first. */
export async function listDeletedCredentials(
  ctx: WorkspaceContext,
  { cursor, limit = PAGE_SIZE, search }: NonNullable<z.infer<typeof ListDeletedCredentials>> = {},
): Promise<z.infer<typeof DeletedCredentialPage>> {
  const { db, clock, config } = ctx
  const found = await findDeletedCredentials(db, ctx, {
    words: search === undefined ? [] : await searchedWords(ctx, search),
    now: clock().toISOString(),
    after: fromCursor(cursor),
    limit: limit + 1,
  })
  const { rows, nextCursor } = toPage(found, limit, ({ deleted_at, id }) => [deleted_at, id])
  const items = rows.map(
    (row): DeletedCredential => ({
      id: row.id,
      componentId: row.component_id,
      methodId: row.method_id,
      name: row.name,
      identity: row.identity,
      owner: row.owner || null,
      tags: JSON.parse(row.tags),
      isFrozen: row.frozen_at !== null,
      deletedBy: row.deleted_by,
      deletedAt: row.deleted_at,
      eraseAt: row.erase_at,
    }),
  )
  return { items, nextCursor, keptDays: config.deletedCredentialDays }
}

/**
 * Erases a deleted credential before its time. With `revoke`, its key is revoked at the provider after the commit.
 * @throws DomainError not_found, or invalid_input if the key can't be revoked
 */
export async function eraseDeletedCredential(
  ctx: WorkspaceContext,
  { credentialId, revoke = false }: EraseCredential,
): Promise<DeletedCredentialErased> {
  const { db, clock } = ctx
  const row = await findDeletedCredential(db, ctx, credentialId, clock().toISOString())
  if (!row) throw notFound('deleted credential')
  if (revoke) await requireRevocable(ctx, row)
  const revocation = await transact(db, async (trx) => {
    if (!(await deleteDeletedCredential(trx, row))) throw notFound('deleted credential')
    const { name, component_id: componentId } = row
    await writeAuditEntry(trx, ctx, 'credential.erased', credentialId, { name, componentId })
    return revoke ? await queueKeyRevocation(trx, ctx, row) : undefined
  })
  return { outcome: 'erased', ...(revocation && { revocation: await tryToRevoke(ctx, revocation) }) }
}

/** Erases the deleted credentials whose time is over. */
export async function eraseDueCredentials(
  deps: Pick<Deps, 'db' | 'clock' | 'databaseClock'>,
  isStopping: () => boolean = () => false,
): Promise<void> {
  const now = (await earlierTime(deps)).toISOString()
  while (!isStopping()) {
    if ((await eraseDeletedCredentials(deps.db, { now, limit: BATCH })) < BATCH) return
  }
}
