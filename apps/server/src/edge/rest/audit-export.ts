import { Readable } from 'node:stream'
import { type AuditPage, ExportAudit } from '@stepkey/shared/audit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { exportFormats } from '../../domains/audit/export-format.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import type { RequestContext } from '../access/request-context.ts'
import { execute } from '../rpc/execute.ts'
import { findProcedure } from '../rpc/find-procedure.ts'
import { readVersionBasis } from './etag.ts'
import { readIdempotencyKey } from './idempotency.ts'
import { readInput } from './read-input.ts'

/** Entries per page of the export. */
const PAGE = 200
const list = findProcedure('audit.list')

/**
 * Streams the audit log, filtered like `audit.list`, newest first. Reads it page by page, because it can be larger than
 * the memory.
 * @throws DomainError the errors of `audit.list`, before anything is sent
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
  const readPage = async (cursor?: string) => {
    const read = () => {
      const { format: _, ...filter } = readQuery()
      return { raw: { ...filter, limit: PAGE, cursor } }
    }
    const page = await execute(list, { name: 'audit.list', request: context, read })
    return page as z.output<typeof AuditPage>
  }
  const first = await readPage()
  const { format } = readQuery()
  const { type, head, line } = exportFormats[format]
  async function* lines() {
    yield head
    for (let page = first; ; page = await readPage(page.nextCursor ?? undefined)) {
      for (const entry of page.items) yield line(entry)
      if (page.nextCursor === null) return
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
