import { z } from 'zod'
import { CredentialRef } from './credential.ts'
import { BlockReason } from './flow.ts'
import { ObjectId, ObjectIdInput } from './inputs.ts'
import { Verification } from './verification.ts'

/** The maximum number of flows whose steps one answer lists. */
export const IMPACT_LIMIT = 500

/** The changes that `credentials.impact` can preview. */
const CHANGES = ['values', 'consentId', 'generation', 'by', 'scopes'] as const

/** Input of `credentials.impact`. */
export const PreviewImpact = CredentialRef.extend({
  values: z
    .record(z.string().max(120), z.unknown())
    .optional()
    .describe(
      'New values by field name, as in an update: an omitted field keeps its value, null removes it.',
    ),
  consentId: ObjectIdInput.optional().describe(
    'A granted consent for this credential, which may come with new values. It is not used up.',
  ),
  generation: z.int().min(1).optional().describe('The generation of the pending or the previous values.'),
  by: ObjectIdInput.optional().describe('Another credential that takes its place.'),
  scopes: z
    .array(z.string().min(1).max(500))
    .max(200)
    .optional()
    .describe('The OAuth scopes that the credential would have.'),
})
  .refine(
    (input) => {
      const given = CHANGES.filter((name) => input[name] !== undefined)
      return given.length === 1 || given.join() === 'values,consentId'
    },
    { error: 'Name one change: `values`, `consentId`, `generation`, `by` or `scopes`.' },
  )
  .describe('A change of a credential to preview.')
/** Input of `credentials.impact`. */
export type PreviewImpact = z.infer<typeof PreviewImpact>

/** Why a step would break. */
export const ImpactReason = z
  .enum([...BlockReason.options, 'other_address', 'other_account'])
  .describe(
    'Why the step would break. The reasons that block an active flow; `failing`: the target rejects the new values; `unverified`: the verification of the new values was inconclusive. `other_address`: they are for another server, path or database. `other_account`: they belong to another account.',
  )
/** Why a step would break. */
export type ImpactReason = z.infer<typeof ImpactReason>

/** The result of `credentials.impact`. */
export const CredentialImpact = z
  .object({
    verification: Verification.optional().describe(
      'The verification of the new values. Absent if only scopes are previewed.',
    ),
    steps: z
      .array(
        z
          .object({
            flowId: ObjectId.describe('The flow.'),
            flowName: z.string().describe('Its name. Empty for callers who may not read flows.'),
            flowStatus: z.enum(['active', 'inactive']).describe('Whether the flow is active.'),
            stepId: ObjectId.describe('The step.'),
            stepName: z.string().describe('Its name. Empty for callers who may not read flows.'),
            breaks: ImpactReason.optional().describe('Why the step would break. Absent if it would not.'),
          })
          .describe('A step that is bound to the credential.'),
      )
      .describe(
        `The steps that are bound to the credential, in at most ${IMPACT_LIMIT} flows, active ones first.`,
      ),
    hidden: z.int().describe('The number of flows whose steps are not listed.'),
  })
  .describe('What a change of a credential would do to the steps that are bound to it. Nothing was changed.')
/** The result of `credentials.impact`. */
export type CredentialImpact = z.infer<typeof CredentialImpact>
