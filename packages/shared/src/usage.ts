import { z } from 'zod'
import { ObjectId } from './inputs.ts'

/** A flow that uses a credential, with the steps that are bound to it. */
export const UsingFlow = z
  .object({
    id: ObjectId.describe('The id of the flow.'),
    name: z.string().describe('The name of the flow.'),
    status: z.enum(['active', 'inactive']).describe('Whether the flow is active.'),
    steps: z
      .array(
        z
          .object({
            id: ObjectId.describe('The id of the step.'),
            name: z.string().describe('The name of the step.'),
            scopes: z
              .array(z.string())
              .optional()
              .describe('The OAuth scopes that the step requires. Absent if it requires none.'),
          })
          .describe('A step that is bound to the credential.'),
      )
      .describe('The steps that are bound to the credential.'),
  })
  .describe('A flow that uses the credential.')
/** A flow that uses a credential. */
export type UsingFlow = z.infer<typeof UsingFlow>

/** The flows that use a credential: at most {@link USAGE_LIMIT}, active ones first. */
export const Usage = z
  .object({
    flows: z.array(UsingFlow).describe('The flows that use the credential. At most 50, active ones first.'),
    hidden: z
      .int()
      .describe('The number of further flows that are not listed, or that the caller may not read.'),
  })
  .describe('The flows that use a credential.')
/** The flows that use a credential. */
export type Usage = z.infer<typeof Usage>

/** The flows that use a credential, and those that got it recently without being bound to it. */
export const CredentialUsage = Usage.extend({
  recentFlows: z
    .array(UsingFlow)
    .describe(
      'The active flows that are bound to the owner’s credential, and got this one within the last 30 days. At most 50.',
    ),
}).describe('The flows that use a credential, or got it recently.')
/** The flows that use a credential, and those that got it recently without being bound to it. */
export type CredentialUsage = z.infer<typeof CredentialUsage>

/** The maximum number of flows that {@link Usage} lists. */
export const USAGE_LIMIT = 50
