import type { Credential, CredentialPage, ListCredentials } from '@stepkey/shared/credential'
import type { Usage } from '@stepkey/shared/usage'
import type { z } from 'zod'
import { notFound } from '../../platform/errors/domain-error.ts'
import { fromCursor, PAGE_SIZE, toPage } from '../../platform/paging.ts'
import type { MemberContext } from '../context.ts'
import { whoUses } from '../usage/usage.ts'
import { toCredential, toSummary } from './credential-dto.ts'
import { type FoundRow, find, findPage } from './store.ts'

export async function list(
  { db, workspaceId }: MemberContext,
  { cursor, limit = PAGE_SIZE, ...filter }: NonNullable<z.infer<typeof ListCredentials>> = {},
): Promise<z.infer<typeof CredentialPage>> {
  const found = await findPage(db, workspaceId, { ...filter, after: fromCursor(cursor), limit: limit + 1 })
  const { rows, nextCursor } = toPage(found, limit)
  return { items: rows.map(toSummary), nextCursor }
}

/** @throws DomainError not_found */
export async function get(ctx: MemberContext, credentialId: string): Promise<Credential> {
  return await toCredential(ctx.keyring, await requireRow(ctx, credentialId))
}

/** The flows that name a credential, active or not. @throws DomainError not_found */
export async function usage(ctx: MemberContext, credentialId: string): Promise<Usage> {
  await requireRow(ctx, credentialId)
  return await whoUses(ctx.db, ctx.workspaceId, credentialId)
}

/** @throws DomainError not_found, for another workspace's too */
export async function requireRow(
  { db, workspaceId }: MemberContext,
  credentialId: string,
): Promise<FoundRow> {
  const row = await find(db, workspaceId, credentialId)
  if (!row) throw notFound('credential')
  return row
}
