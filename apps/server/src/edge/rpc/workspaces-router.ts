import { SetRecheck, WorkspaceSettings } from '@stepkey/shared/workspace'
import {
  getVerificationSchedule,
  setVerificationSchedule,
} from '../../domains/scheduled-verification/verification-schedule.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/**
 * Settings of the workspace. API keys can't call these procedures, because no scope has the permissions. The owner of a
 * personal workspace has both.
 */
export const workspacesRouter = router({
  get: may('people')
    .output(WorkspaceSettings)
    .query(({ ctx }) => getVerificationSchedule(ctx)),

  setRecheck: may('members')
    .input(SetRecheck)
    .output(WorkspaceSettings)
    .mutation(({ ctx, input }) => setVerificationSchedule(ctx, input.recheck)),
})
