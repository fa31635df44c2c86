import { AuditPage, AuditVerified, ListAudit } from '@stepkey/shared/audit'
import { may, router } from '../trpc.ts'
import { list, verify } from './trail.ts'

export const auditRouter = router({
  list: may('audit')
    .input(ListAudit)
    .output(AuditPage)
    .query(({ ctx, input }) => list(ctx, input)),

  verify: may('audit')
    .output(AuditVerified)
    .mutation(({ ctx }) => verify(ctx)),
})
