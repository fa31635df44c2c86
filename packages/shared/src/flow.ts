import { z } from 'zod'
import { Cursor, Id, Name, PageLimit, Search } from './inputs.ts'

export const STEP_LIMIT = 100

const FlowStep = z.object({
  id: z.string(),
  name: z.string(),
  componentId: z.string(),
  credentialId: z.string().nullable(),
  /** The OAuth scopes that it needs, where somebody said so. */
  scopes: z.array(z.string()).optional(),
})
export type FlowStep = z.infer<typeof FlowStep>

export const Flow = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['active', 'inactive']),
  /** Goes up with every change of name or steps. */
  version: z.int(),
  steps: z.array(FlowStep),
  /** How many steps have a credential that is failing; absent where none has. */
  failingSteps: z.int().optional(),
  updatedAt: z.string(),
})
export type Flow = z.infer<typeof Flow>

/** Why a step keeps its flow from being active. Another workspace's credential is missing, too. */
export const BlockReason = z.enum(['missing', 'wrong_component', 'failing', 'unverified'])
export type BlockReason = z.infer<typeof BlockReason>

export const FlowId = z.object({ flowId: Id })

export const SaveFlow = z
  .object({
    flowId: Id.optional(),
    version: z.int().optional(),
    name: Name,
    steps: z
      .array(
        z.object({
          stepId: Id.optional(),
          name: Name,
          componentId: Id,
          credentialId: Id.nullish(),
          scopes: z.array(z.string().min(1).max(500)).max(100).optional(),
        }),
      )
      .max(STEP_LIMIT, `A flow has at most ${STEP_LIMIT} steps`),
  })
  .refine((flow) => flow.flowId === undefined || flow.version !== undefined, {
    path: ['version'],
    message: 'Send the version of the flow that your change is based on',
  })
export type SaveFlow = z.infer<typeof SaveFlow>

const Saved = Flow.extend({ outcome: z.literal('saved') })
const Blocked = z.object({
  outcome: z.literal('blocked'),
  steps: z.array(z.object({ index: z.int(), stepId: z.string().optional(), reason: BlockReason })),
})

export const FlowSaved = z.discriminatedUnion('outcome', [
  Saved,
  Blocked,
  Flow.extend({ outcome: z.literal('stale') }),
])
export type FlowSaved = z.infer<typeof FlowSaved>

/** Binds one stored step and leaves the rest of its flow alone. */
export const BindStep = z.object({ flowId: Id, stepId: Id, credentialId: Id })
export type BindStep = z.infer<typeof BindStep>

export const StepBound = z.discriminatedUnion('outcome', [Saved, Blocked])
export type StepBound = z.infer<typeof StepBound>

export const FlowActivated = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('active') }),
  z.object({
    outcome: z.literal('blocked'),
    steps: z.array(z.object({ stepId: z.string(), reason: BlockReason })),
  }),
])
export type FlowActivated = z.infer<typeof FlowActivated>

export const FlowDeactivated = z.object({ outcome: z.literal('inactive') })
export const FlowRemoved = z.object({ outcome: z.literal('deleted') })

export const ListFlows = z
  .object({
    search: Search.optional(),
    cursor: Cursor.optional(),
    limit: PageLimit.optional(),
  })
  .optional()
export const FlowPage = z.object({ items: z.array(Flow), nextCursor: z.string().nullable() })
