import { z } from 'zod'
import { CredentialRef, CredentialRemoved } from './credential.ts'
import { BlockReason } from './flow.ts'
import { ObjectIdInput } from './inputs.ts'
import { UsingFlow } from './usage.ts'

/** The maximum number of flows that one replacement changes. */
export const REPLACE_LIMIT = 500

/** Input of `credentials.replace`. */
export const ReplaceCredential = CredentialRef.extend({
  by: ObjectIdInput.describe('The credential that takes its place. It must be for the same component.'),
  flowIds: z
    .array(ObjectIdInput)
    .min(1)
    .max(REPLACE_LIMIT)
    .optional()
    .describe(
      `The flows to change, at most ${REPLACE_LIMIT}. If absent, all flows that use the credential, active or not.`,
    ),
  dryRun: z
    .boolean()
    .optional()
    .describe('Whether to change nothing, and only return what would be changed.'),
  remove: z
    .boolean()
    .optional()
    .describe(
      'Whether to delete the replaced credential afterwards, as `credentials.remove` does, which the caller must be allowed to do. Not with `dryRun`.',
    ),
}).describe('A credential to replace by another one in flows.')
/** Input of `credentials.replace`. */
export type ReplaceCredential = z.infer<typeof ReplaceCredential>

/** The result of `credentials.replace`. */
export const CredentialReplaced = z
  .object({
    outcome: z
      .enum(['replaced', 'plan'])
      .describe('`replaced`: the flows were changed. `plan`: nothing was changed, because of `dryRun`.'),
    switched: z
      .array(UsingFlow)
      .describe('The flows whose steps have the other credential now, or would have it.'),
    refused: z
      .array(
        z
          .object({
            flow: UsingFlow.describe('The flow, with the steps that keep the credential.'),
            reason: BlockReason.describe('Why an active flow can’t use the other credential.'),
          })
          .describe('A flow that keeps the credential.'),
      )
      .describe('The active flows that keep the credential, because they can’t use the other one.'),
    removal: CredentialRemoved.optional().describe(
      'Whether the replaced credential was deleted. `in_use` if active flows keep it. Present with `remove`.',
    ),
  })
  .describe('The result of replacing a credential in flows.')
/** The result of `credentials.replace`. */
export type CredentialReplaced = z.infer<typeof CredentialReplaced>
