import type { Api } from '../../api/api.ts'
import type { AuditFilter } from './activitySearch.ts'

/** Query options for the audit log, page by page, the newest first. */
export const auditPages = (trpc: Api['trpc'], filter: AuditFilter) =>
  trpc.audit.list.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor })
