import {
  OpenRevocations,
  RevocationDismissed,
  RevocationRef,
  RevocationRetried,
} from '@stepkey/shared/revocation'
import {
  dismissRevocation,
  listRevocations,
  retryRevocation,
} from '../../domains/credentials/open-revocations.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** Revocations that their providers have not confirmed. */
export const revocationsRouter = router({
  list: may('read')
    .output(OpenRevocations)
    .query(({ ctx }) => listRevocations(ctx)),

  retry: may('write')
    .input(RevocationRef)
    .output(RevocationRetried)
    .mutation(({ ctx, input }) => retryRevocation(ctx, input.revocationId)),

  dismiss: may('write')
    .input(RevocationRef)
    .output(RevocationDismissed)
    .mutation(({ ctx, input }) => dismissRevocation(ctx, input.revocationId)),
})
