import type { Flow, FlowPage, ListFlows } from '@stepkey/shared/flow'
import type { z } from 'zod'
import { fromCursor, PAGE_SIZE, toPage } from '../../platform/paging.ts'
import { searchWords } from '../../platform/search-text.ts'
import type { WorkspaceContext } from '../context.ts'
import { readFlow, withSteps } from '../usage/step-bindings.ts'
import { findFlowPage } from './store.ts'

/** Returns a page of flows with their steps, sorted by name. */
export async function listFlows(
  { db, workspaceId, reach }: WorkspaceContext,
  { ids, search, cursor, limit = PAGE_SIZE }: NonNullable<z.infer<typeof ListFlows>> = {},
): Promise<z.infer<typeof FlowPage>> {
  const found = await findFlowPage(db, workspaceId, {
    ids,
    words: searchWords(search ?? ''),
    after: fromCursor(cursor),
    limit: limit + 1,
  })
  const { rows, nextCursor } = toPage(found, limit, ({ name_order, id }) => [name_order, id])
  return { items: await withSteps(db, rows, reach), nextCursor }
}

/** Returns a flow with its steps. @throws DomainError not_found */
export async function getFlow(ctx: WorkspaceContext, flowId: string): Promise<Flow> {
  return await readFlow(ctx.db, ctx, flowId)
}
