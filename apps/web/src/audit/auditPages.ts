import type { AuditEntry } from '@stepkey/shared/audit'
import type { Api } from '../api.ts'

export interface AuditFilter {
  outcome?: AuditEntry['outcome']
  action?: AuditEntry['action']
}

/** The trail, page by page, the newest first. */
export const auditPages = (trpc: Api['trpc'], filter: AuditFilter = {}) =>
  trpc.audit.list.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor })
