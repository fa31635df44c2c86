import { z } from 'zod'
import { BlockReason, FlowId } from './flow.ts'
import { ObjectId, Time } from './inputs.ts'
import { Owner } from './owner.ts'
import { Verification } from './verification.ts'

/** Expected durations of a run in minutes: 1 minute to 1 week, 1 hour by default. */
const EXPECTED_MINUTES = { min: 1, max: 7 * 24 * 60, default: 60 }

/** Input of `flows.preflight`. */
export const PreflightFlow = FlowId.extend({
  owner: Owner.optional().describe(
    'The owner of the run. Required if a step is bound to the owner’s credential.',
  ),
  expectedMinutes: z
    .int()
    .min(EXPECTED_MINUTES.min)
    .max(EXPECTED_MINUTES.max)
    .default(EXPECTED_MINUTES.default)
    .describe('How long the run is expected to take, in minutes, 1 to 10080. Defaults to 60.'),
}).describe('A flow to check before a run.')
/** Input of `flows.preflight`, with defaults applied. */
export type PreflightFlow = z.infer<typeof PreflightFlow>

/** Why a step is not ready for a run. All reasons block the run, except {@link isDoubt}. */
export const PreflightReason = z
  .enum([...BlockReason.options, 'not_connected', 'ambiguous', 'ends_too_soon', 'not_verified'])
  .describe(
    'Why the step is not ready. The reasons that block an active flow; `not_connected`, `ambiguous`: the owner has no credential that fits the step, or several; `ends_too_soon`: the access ends before the end of the run, and only a user can renew it. `not_verified`: the verification was inconclusive, but the last conclusive one succeeded. It is the only reason that does not block the run.',
  )
/** One reason why a step is not ready for a run. */
export type PreflightReason = z.infer<typeof PreflightReason>

/** Returns whether a reason only leaves doubt: the verification was inconclusive. The caller decides about the run. */
export const isDoubt = (reason: PreflightReason | undefined) => reason === 'not_verified'

/** The result of `flows.preflight`. */
export const FlowPreflight = z
  .object({
    outcome: z
      .enum(['ready', 'blocked'])
      .describe(
        '`blocked`: a step has a reason other than `not_verified`. `ready`: no step has one. Whether to run with `not_verified` is up to the caller.',
      ),
    steps: z
      .array(
        z
          .object({
            stepId: ObjectId.describe('The id of the step.'),
            name: z
              .string()
              .optional()
              .describe('The name of the step. Absent for callers who may not read flows.'),
            credentialId: ObjectId.optional().describe(
              'The credential of the step. Absent if there is none.',
            ),
            reason: PreflightReason.optional().describe('Why the step is not ready. Absent if it is.'),
            verification: Verification.optional().describe(
              'The verification of the credential, of the value that the flow gets. Absent if there was none.',
            ),
            endsAt: Time.optional().describe(
              'When the access ends, as ISO 8601 UTC time. Absent if Stepkey renews it, or if this is not known.',
            ),
          })
          .describe('A step of the flow.'),
      )
      .describe('All steps of the flow, in their order.'),
  })
  .describe('Whether a flow is ready for a run. Nothing but the status of its credentials was changed.')
/** The result of `flows.preflight`. */
export type FlowPreflight = z.infer<typeof FlowPreflight>
