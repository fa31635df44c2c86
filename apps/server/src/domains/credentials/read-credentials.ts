import {
  type CountCredentials,
  type Credential,
  type CredentialCount,
  type CredentialPage,
  type CredentialReceipts,
  type CredentialSummary,
  type ListCredentials,
  MAX_COUNT,
} from '@stepkey/shared/credential'
import type { CredentialUsage } from '@stepkey/shared/usage'
import type { z } from 'zod'
import { notFound } from '../../platform/errors/domain-error.ts'
import type { Keyring } from '../../platform/keyring/keyring.ts'
import { fromCursor, PAGE_SIZE, toPage } from '../../platform/paging.ts'
import { foldAccents, searchWords } from '../../platform/search-text.ts'
import { DAY } from '../../platform/time.ts'
import { type CatalogView, findMethodOf } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { findRecentFlows } from '../usage/owner-issues.ts'
import { findUsage } from '../usage/usage.ts'
import { receiptToVerification, toCredential, toCredentialSummary } from './credential-dto.ts'
import { openValues } from './credential-values.ts'
import type { CredentialDetailRow, CredentialListRow } from './listed-table.ts'
import { newFieldsFor } from './new-fields.ts'
import { countMatching, findCredentialPage, positionOf } from './page-table.ts'
import { findReceipts } from './receipt-table.ts'
import type { SearchedWord } from './search-table.ts'
import { findCredential } from './store.ts'

/** Since when a credential counts as idle that was not used, in milliseconds. */
const IDLE = 90 * DAY

/** Returns a page of credentials, sorted by name if the input names no other order. */
export async function listCredentials(
  ctx: WorkspaceContext,
  { cursor, limit = PAGE_SIZE, sort = 'name', ...filters }: NonNullable<z.infer<typeof ListCredentials>> = {},
): Promise<z.infer<typeof CredentialPage>> {
  const found = await findCredentialPage(ctx.db, ctx, {
    ...(await toQuery(ctx, filters)),
    sort,
    after: fromCursor(cursor),
    limit: limit + 1,
  })
  const { rows, nextCursor } = toPage(found, limit, (row) => positionOf(row, sort))
  return { items: await Promise.all(rows.map((row) => summarize(ctx, row))), nextCursor }
}

/** Counts credentials that match, up to `MAX_COUNT`. */
export async function countCredentials(
  ctx: WorkspaceContext,
  filters: z.infer<typeof CountCredentials>,
): Promise<CredentialCount> {
  const query = { ...(await toQuery(ctx, filters)), sort: 'name', limit: MAX_COUNT + 1 } as const
  const matching = await countMatching(ctx.db, ctx, query)
  return { count: Math.min(matching, MAX_COUNT), hasMore: matching > MAX_COUNT }
}

async function toQuery(
  ctx: WorkspaceContext,
  { search, endsWithinDays, ...filters }: NonNullable<z.infer<typeof CountCredentials>> = {},
) {
  const timeIn = (milliseconds: number) => new Date(ctx.clock().getTime() + milliseconds).toISOString()
  return {
    ...filters,
    ...(search !== undefined && { words: await searchedWords(ctx, search) }),
    ...(endsWithinDays !== undefined && { endsBefore: timeIn(endsWithinDays * DAY) }),
    idleSince: timeIn(-IDLE),
  }
}

/** Returns the words of a search, with the components that each of them names. */
export async function searchedWords(
  { catalog, workspaceId }: CatalogView,
  search: string,
): Promise<SearchedWord[]> {
  const words = searchWords(search)
  if (words.length === 0) return []
  const components = await catalog.list(workspaceId)
  return words.map((text) => ({
    text,
    componentIds: components.filter(({ title }) => foldAccents(title).includes(text)).map(({ id }) => id),
  }))
}

/** Returns a credential with its values that are not secret. @throws DomainError not_found */
export async function getCredential(ctx: WorkspaceContext, credentialId: string): Promise<Credential> {
  return await openCredential(ctx, await requireCredentialRow(ctx, credentialId))
}

/** Returns the credential of a row, with its values that are not secret. */
export async function openCredential(
  ctx: CatalogView & { keyring: Keyring },
  row: CredentialDetailRow,
): Promise<Credential> {
  const known = await findMethodOf(ctx, row)
  const newFields = await newFieldsFor(ctx, row, known)
  return { ...toCredential(row, known, await openValues(ctx.keyring, row)), ...(newFields && { newFields }) }
}

/** Returns a row as lists and events show it. */
export async function summarize(view: CatalogView, row: CredentialListRow): Promise<CredentialSummary> {
  const known = await findMethodOf(view, row)
  const newFields = await newFieldsFor(view, row, known)
  return { ...toCredentialSummary(row, known?.method), ...(newFields && { newFields }) }
}

/**
 * Returns the flows that use a credential, active or not, and those that got it recently as the owner's credential.
 * @throws DomainError not_found
 */
export async function getCredentialUsage(
  ctx: WorkspaceContext,
  credentialId: string,
): Promise<CredentialUsage> {
  const row = await requireCredentialRow(ctx, credentialId)
  const { flows: recentFlows } = await findRecentFlows(ctx.db, ctx, row)
  return { ...(await findUsage(ctx.db, ctx.workspaceId, credentialId)), recentFlows }
}

/** Returns the last verifications of a credential, the newest first. @throws DomainError not_found */
export async function getCredentialReceipts(
  ctx: WorkspaceContext,
  credentialId: string,
): Promise<CredentialReceipts> {
  const row = await requireCredentialRow(ctx, credentialId)
  const method = (await findMethodOf(ctx, row))?.method
  const receipts = await findReceipts(ctx.db, credentialId)
  return {
    items: receipts.map((receipt) => {
      const { outcome, reason, message, durationMs, checkedAt } = receiptToVerification(receipt, method)
      return { outcome, ...(reason && { reason }), message, durationMs, checkedAt }
    }),
  }
}

/** Returns the row of a credential in the caller's reach; undefined if there is none. */
export const findCredentialRow = findCredential

/** Returns the row of a credential of this workspace. @throws DomainError not_found */
export async function requireCredentialRow(
  ctx: Pick<WorkspaceContext, 'db' | 'workspaceId' | 'reach'>,
  credentialId: string,
): Promise<CredentialDetailRow> {
  const row = await findCredential(ctx.db, ctx, credentialId)
  if (!row) throw notFound('credential')
  return row
}
