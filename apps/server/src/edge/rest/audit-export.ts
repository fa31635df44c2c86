import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { type AuditPage, ExportAudit } from '@stepkey/shared/audit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { exportFormats } from '../../domains/audit/export-format.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import type { RequestContext } from '../access/request-context.ts'
import { execute } from '../rpc/execute.ts'
import { findProcedure } from '../rpc/find-procedure.ts'
import { readVersionBasis } from './etag.ts'
import { readIdempotencyKey } from './idempotency.ts'
import { readInput } from './read-input.ts'

/** Concurrent exports of one workspace. Each reads as fast as its client, which would delay the requests of others. */
const MAX_EXPORTS = 2
/** After how many seconds a caller may try again if more are running. */
const RETRY_AFTER = 5
/** The number of running exports, by workspace. */
const running = new Map<string, number>()

/** Counts an export. @returns a function to call when it has ended @throws DomainError too_many_requests */
function beginExport(workspaceId: string): () => void {
  const count = running.get(workspaceId) ?? 0
  if (count >= MAX_EXPORTS) {
    const message = 'Two exports of this audit log are running. Wait until one of them has ended.'
    throw new DomainError('too_many_requests', message, { retryAfter: RETRY_AFTER })
  }
  running.set(workspaceId, count + 1)
  return () => {
    const left = (running.get(workspaceId) ?? 1) - 1
    if (left > 0) running.set(workspaceId, left)
    else running.delete(workspaceId)
  }
}

/** Entries per page of the export: few, because other requests wait while a page is read. */
const PAGE = 50
/** How long an export pauses after it has read a page, in multiples of the time for reading it. */
const PAUSE = 3
const list = findProcedure('audit.list')

/**
 * Streams the audit log, filtered like `audit.list`, newest first. Reads it page by page, because it can be larger than
 * the memory.
 * @throws DomainError the errors of `audit.list`, and too_many_requests, before anything is sent
 */
export async function exportAudit(
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const readQuery = () => {
    refuseConditions(request)
    return parseStrictly(ExportAudit, readInput(request, { method: 'GET' }, ExportAudit).raw)
  }
  let end: (() => void) | undefined
  const readPage = async (cursor?: string) => {
    const read = () => {
      const { format: _, ...filter } = readQuery()
      // When the caller is authorized, but before anything is read.
      end ??= beginExport(request.principal?.workspaceId ?? '')
      return { raw: { ...filter, limit: PAGE, cursor } }
    }
    const page = await execute(list, { name: 'audit.list', request: context, read })
    return page as z.output<typeof AuditPage>
  }
  const first = await readPage().catch((error) => {
    end?.()
    throw error
  })
  if (reply.raw.closed) end?.()
  else reply.raw.once('close', () => end?.())
  const { format } = readQuery()
  const { type, head, line } = exportFormats[format]
  async function* lines() {
    yield head
    for (let page = first; ; ) {
      yield page.items.map(line).join('')
      if (page.nextCursor === null) return
      const started = performance.now()
      page = await readPage(page.nextCursor)
      await setTimeout(PAUSE * (performance.now() - started))
    }
  }
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="stepkey-audit.${format}"`)
    .send(Readable.from(lines()))
}

/** Refuses headers that would be ignored. @throws DomainError invalid_input */
function refuseConditions(request: FastifyRequest): void {
  const route = { method: 'GET' } as const
  readVersionBasis(request, route, undefined)
  readIdempotencyKey(request, {})
}
