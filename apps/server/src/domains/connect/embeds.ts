import { Branding, type Presentation } from '@stepkey/shared/branding'
import type { CreateEmbed, Embed, UpdateEmbed } from '@stepkey/shared/connect'
import type { z } from 'zod'
import type { Trx } from '../../platform/database/database.ts'
import type { EmbedRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import {
  deleteEmbed,
  findEmbeds,
  findOrigin,
  findOriginIn,
  hasOrigin,
  insertEmbed,
  updateEmbedRow,
} from './embed-table.ts'
import type { SessionLook } from './session-table.ts'

/** Returns the embeds of the workspace, the oldest first. */
export async function listEmbeds({ db, workspaceId }: WorkspaceContext): Promise<Embed[]> {
  return (await findEmbeds(db, workspaceId)).map(toEmbed)
}

/** Creates an embed, which allows pages of one origin to show the picker. */
export async function createEmbed(
  ctx: WorkspaceContext,
  { name, origin, branding }: z.infer<typeof CreateEmbed>,
): Promise<Embed> {
  const row = {
    id: newId(),
    workspace_id: ctx.workspaceId,
    name,
    origin,
    branding: branding ? JSON.stringify(branding) : null,
    created_at: ctx.clock().toISOString(),
  }
  await transact(ctx.db, async (trx) => {
    await insertEmbed(trx, row)
    await writeAuditEntry(trx, ctx, 'embed.created', row.id, { name, origin })
  })
  return toEmbed(row)
}

/**
 * Changes an embed. After a change of the origin, pages of the old origin are refused, even with a valid token.
 * @throws DomainError not_found
 */
export async function updateEmbed(
  ctx: WorkspaceContext,
  { embedId, branding, ...change }: z.infer<typeof UpdateEmbed>,
): Promise<Embed> {
  return await transact(ctx.db, async (trx) => {
    const row = await updateEmbedRow(trx, ctx.workspaceId, embedId, {
      ...change,
      ...(branding !== undefined && { branding: branding && JSON.stringify(branding) }),
    })
    if (!row) throw notFound('embed')
    await writeAuditEntry(trx, ctx, 'embed.updated', embedId, {
      name: row.name,
      origin: row.origin,
      ...(branding !== undefined && { branding: branding ? 'changed' : 'removed' }),
    })
    return toEmbed(row)
  })
}

/** Deletes an embed with its connect tokens. @throws DomainError not_found */
export async function removeEmbed(ctx: WorkspaceContext, embedId: string): Promise<{ outcome: 'deleted' }> {
  return await transact(ctx.db, async (trx) => {
    const row = await deleteEmbed(trx, ctx.workspaceId, embedId)
    if (!row) throw notFound('embed')
    await writeAuditEntry(trx, ctx, 'embed.deleted', embedId, { name: row.name, origin: row.origin })
    return { outcome: 'deleted' }
  })
}

/** @throws DomainError not_found unless the workspace has the embed */
export async function requireEmbed(trx: Trx, workspaceId: string, embedId: string): Promise<void> {
  if ((await findOriginIn(trx, workspaceId, embedId)) === undefined) throw notFound('embed')
}

/** Returns the origin that may frame an embed, or undefined for an unknown id. */
export const findEmbedOrigin = ({ db }: Pick<Deps, 'db'>, embedId: string) => findOrigin(db, embedId)

/** Returns whether any embed of any workspace has this origin. */
export const isEmbedOrigin = ({ db }: Pick<Deps, 'db'>, origin: string) => hasOrigin(db, origin)

/** Returns the branding of a row, if it has one. */
function brandingOf({ branding }: Pick<EmbedRow, 'branding'>): Branding | null {
  if (branding === null) return null
  // Another version may have stored it by other rules. Pages then look like Stepkey instead of failing.
  const parsed = Branding.safeParse(JSON.parse(branding))
  return parsed.success ? parsed.data : null
}

/** Returns how the pages of a session or request look. */
export function presentationOf(row: SessionLook): Presentation {
  const branding = brandingOf(row)
  return { ...(row.locale !== null && { locale: row.locale }), ...(branding && { branding }) }
}

const toEmbed = ({ created_at, ...row }: EmbedRow): Embed => ({
  id: row.id,
  name: row.name,
  origin: row.origin,
  branding: brandingOf(row),
  createdAt: created_at,
})
