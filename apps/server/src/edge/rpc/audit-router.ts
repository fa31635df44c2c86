import { AuditPage, AuditVerified, ListAudit } from '@stepkey/shared/audit'
import { listAuditEntries } from '../../domains/audit/audit-log.ts'
import { verifyAuditLog } from '../../domains/audit/verify-audit-log.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** The audit log of the workspace. */
export const auditRouter = router({
  list: may('audit')
    .input(ListAudit)
    .output(AuditPage)
    .query(({ ctx, input }) => listAuditEntries(ctx, input)),

  verify: may('audit')
    .output(AuditVerified)
    .mutation(({ ctx }) => verifyAuditLog(ctx)),
})
