import type { Flow, FlowPage, ListFlows } from '@stepkey/shared/flow'
import type { z } from 'zod'
import { fromCursor, PAGE_SIZE, toPage } from '../../platform/paging.ts'
import type { MemberContext } from '../context.ts'
import { readFlow, withSteps } from '../usage/step-bindings.ts'
import { findPage } from './store.ts'

export async function list(
  { db, workspaceId }: MemberContext,
  { search, cursor, limit = PAGE_SIZE }: NonNullable<z.infer<typeof ListFlows>> = {},
): Promise<z.infer<typeof FlowPage>> {
  const found = await findPage(db, workspaceId, { search, after: fromCursor(cursor), limit: limit + 1 })
  const { rows, nextCursor } = toPage(found, limit)
  return { items: await withSteps(db, rows), nextCursor }
}

/** @throws DomainError not_found */
export async function get({ db, workspaceId }: MemberContext, flowId: string): Promise<Flow> {
  return await readFlow(db, workspaceId, flowId)
}
