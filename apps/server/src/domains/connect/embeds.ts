import type { CreateEmbed, Embed, UpdateEmbed } from '@stepkey/shared/connect'
import type { z } from 'zod'
import type { EmbedRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { record } from '../audit/audit-entry.ts'
import type { Deps, MemberContext } from '../context.ts'
import { deleteEmbed, findEmbeds, findOrigin, hasOrigin, insertEmbed, updateEmbed } from './store.ts'

export async function list({ db, workspaceId }: MemberContext): Promise<Embed[]> {
  return (await findEmbeds(db, workspaceId)).map(toEmbed)
}

export async function create(
  ctx: MemberContext,
  { name, origin }: z.infer<typeof CreateEmbed>,
): Promise<Embed> {
  const row = {
    id: newId(),
    workspace_id: ctx.workspaceId,
    name,
    origin,
    created_at: ctx.clock().toISOString(),
  }
  await transact(ctx.db, async (trx) => {
    await insertEmbed(trx, row)
    await record(trx, ctx, 'embed.created', row.id, { name, origin })
  })
  return toEmbed(row)
}

/** With another origin, pages of the old one are refused from now on, and so are tokens that they still hold. */
export async function update(
  ctx: MemberContext,
  { embedId, ...change }: z.infer<typeof UpdateEmbed>,
): Promise<Embed> {
  return await transact(ctx.db, async (trx) => {
    const row = await updateEmbed(trx, ctx.workspaceId, embedId, change)
    if (!row) throw notFound('embed')
    await record(trx, ctx, 'embed.updated', embedId, { name: row.name, origin: row.origin })
    return toEmbed(row)
  })
}

/** Its tokens go with it. */
export async function remove(ctx: MemberContext, embedId: string): Promise<{ outcome: 'deleted' }> {
  return await transact(ctx.db, async (trx) => {
    const row = await deleteEmbed(trx, ctx.workspaceId, embedId)
    if (!row) throw notFound('embed')
    await record(trx, ctx, 'embed.deleted', embedId, { name: row.name, origin: row.origin })
    return { outcome: 'deleted' }
  })
}

/** Who may show the frame of an embed; undefined for an id that is none. */
export const originOf = ({ db }: Pick<Deps, 'db'>, embedId: string) => findOrigin(db, embedId)

/** Whether some embed, of whatever workspace, is for pages of this origin. */
export const isKnownOrigin = ({ db }: Pick<Deps, 'db'>, origin: string) => hasOrigin(db, origin)

const toEmbed = ({ id, name, origin, created_at }: EmbedRow): Embed => ({
  id,
  name,
  origin,
  createdAt: created_at,
})
