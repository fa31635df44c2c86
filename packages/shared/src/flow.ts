import { z } from 'zod'
import { ComponentId, Cursor, Id, Name, ObjectId, ObjectIdInput, PageLimit, Search, Time } from './inputs.ts'
import { Owner } from './owner.ts'

/** The maximum number of steps of a flow. */
export const STEP_LIMIT = 100

/** How a step gets its credential. */
export const StepBinding = z
  .enum(['credential', 'owner'])
  .describe(
    '`credential`: from the one that the step is bound to. `owner`: the flow engine names an owner at each run, and the step gets the credential of this owner for its component.',
  )
/** How a step gets its credential. */
export type StepBinding = z.infer<typeof StepBinding>

/** The maximum number of methods that a step allows. */
const METHOD_LIMIT = 50

const FlowStep = z
  .object({
    id: ObjectId.describe('The id of the step.'),
    name: z.string().describe('The name of the step.'),
    componentId: z.string().describe('The component that the step uses.'),
    credentialId: ObjectId.nullable().describe(
      'The credential that the step is bound to. Null if there is none.',
    ),
    binding: StepBinding,
    methods: z
      .array(z.string())
      .optional()
      .describe(
        'The methods that the credential of the owner may have. Absent for all, and for the binding `credential`.',
      ),
    scopes: z
      .array(z.string())
      .optional()
      .describe('The OAuth scopes that the step requires. Absent if none were declared.'),
  })
  .describe('A step of a flow.')
/** A step of a flow. */
export type FlowStep = z.infer<typeof FlowStep>

/** A flow with its steps. */
export const Flow = z
  .object({
    id: ObjectId.describe('The id of the flow.'),
    name: z.string().describe('The name of the flow.'),
    status: z.enum(['active', 'inactive']).describe('Whether the flow is active.'),
    version: z.int().describe('The version of the flow. Increases with every change of its name or steps.'),
    steps: z.array(FlowStep).describe('The steps in their order. At most 100.'),
    failingSteps: z
      .int()
      .optional()
      .describe('The number of steps whose credential is failing. Absent if there are none.'),
    frozenSteps: z
      .int()
      .optional()
      .describe(
        'The number of steps whose credential is frozen, so that they get nothing. Absent if there are none.',
      ),
    updatedAt: Time.describe('When the flow was last changed, as ISO 8601 UTC time.'),
  })
  .describe('A flow with its steps.')
/** A flow with its steps. */
export type Flow = z.infer<typeof Flow>

/** Why a step prevents its flow from being active. A credential of another workspace counts as missing. */
export const BlockReason = z
  .enum([
    'missing',
    'wrong_component',
    'failing',
    'unverified',
    'frozen',
    'missing_scopes',
    'unknown_component',
    'unknown_method',
  ])
  .describe(
    'Why the step blocks the flow. `missing`: no credential. `wrong_component`: a credential for another component. `failing`, `unverified`, `frozen`: the status of the credential. `missing_scopes`: the provider says which scopes were granted, and the step requires others. `unknown_component`, `unknown_method`: the step is bound to the owner’s credential, and there is no such component, or it has none of such a method.',
  )
/** One reason why a step blocks its flow. */
export type BlockReason = z.infer<typeof BlockReason>

/** Input that names one flow. */
export const FlowId = z
  .object({ flowId: ObjectIdInput.describe('The id of the flow.') })
  .describe('Names one flow.')

/** Lifetimes of a run token in seconds: 1 minute to 1 day, 1 hour by default. */
const RUN_TOKEN_LIFETIME = { min: 60, max: 24 * 60 * 60, default: 60 * 60 }

/** Input of `flows.createRunToken`. */
export const CreateRunToken = FlowId.extend({
  owner: Owner.optional().describe(
    'The owner of the run. The token then issues only this owner’s credentials to steps that are bound to the owner’s credential, and the calls with it need not name the owner.',
  ),
  expiresIn: z
    .int()
    .min(RUN_TOKEN_LIFETIME.min)
    .max(RUN_TOKEN_LIFETIME.max)
    .default(RUN_TOKEN_LIFETIME.default)
    .describe('The lifetime of the token in seconds, 60 to 86400. Defaults to 3600.'),
}).describe('A new run token.')
/** Input of `flows.createRunToken`, with defaults applied. */
export type CreateRunToken = z.infer<typeof CreateRunToken>

/** A new run token. */
export const RunTokenCreated = z
  .object({
    token: z.string().describe('The token. It is returned only this once and cannot be read again.'),
    expiresAt: Time.describe('When the token ends, as ISO 8601 UTC time.'),
  })
  .describe('A new run token.')
/** A new run token. */
export type RunTokenCreated = z.infer<typeof RunTokenCreated>

type StepInput = {
  binding?: StepBinding | undefined
  credentialId?: string | null | undefined
  methods?: string[] | undefined
}

/** Returns the first contradiction between the members of a step: its path and a message. */
function findContradiction({ binding, credentialId, methods }: StepInput): [string, string] | undefined {
  if (binding === 'owner' && credentialId)
    return ['credentialId', 'A step that is bound to the owner’s credential has none of its own. Remove it.']
  if (binding !== 'owner' && methods)
    return ['methods', 'Only for steps that are bound to the owner’s credential. Remove it.']
  return undefined
}

/** Input of `flows.save`: a new flow, or with `flowId` and `version` a new state of an existing one. */
export const SaveFlow = z
  .object({
    flowId: ObjectIdInput.optional().describe('The flow to change. If absent, a new flow is created.'),
    version: z.int().optional().describe('The version that the change is based on. Required with `flowId`.'),
    name: Name.describe('The name of the flow. 1 to 120 characters.'),
    steps: z
      .array(
        z
          .object({
            stepId: ObjectIdInput.optional().describe(
              'The id of an existing step. If absent, the step is added.',
            ),
            name: Name.describe('The name of the step. 1 to 120 characters.'),
            componentId: ComponentId.describe('The component that the step uses.'),
            credentialId: ObjectIdInput.nullish().describe(
              'The credential that the step is bound to. Null or absent for none.',
            ),
            binding: StepBinding.optional().describe(
              'How the step gets its credential. `credential`, if absent: from `credentialId`. `owner`: the flow engine names an owner at each run.',
            ),
            methods: z
              .array(Id)
              .min(1)
              .max(METHOD_LIMIT)
              .optional()
              .describe(
                'The methods that the credential of the owner may have. Only for the binding `owner`; if absent, all of the component.',
              ),
            scopes: z
              .array(z.string().min(1).max(500))
              .max(100)
              .optional()
              .describe('The OAuth scopes that the step requires. At most 100.'),
          })
          .superRefine((step, context) => {
            const problem = findContradiction(step)
            if (problem) context.addIssue({ code: 'custom', path: [problem[0]], message: problem[1] })
          })
          .describe('A step of the flow.'),
      )
      .max(STEP_LIMIT, `A flow has at most ${STEP_LIMIT} steps`)
      .describe('All steps in their order. Existing steps that are omitted are removed. At most 100.'),
  })
  .refine((flow) => flow.flowId === undefined || flow.version !== undefined, {
    path: ['version'],
    message: 'Send the version of the flow that your change is based on',
  })
  .refine(({ flowId, version }) => flowId !== undefined || version === undefined, {
    path: ['version'],
    message: 'Leave this out for a new flow, or name the flow as `flowId`.',
  })
  .describe('A new flow, or the new state of an existing one.')
/** Input of `flows.save`. */
export type SaveFlow = z.infer<typeof SaveFlow>

const Saved = Flow.extend({ outcome: z.literal('saved').describe('The flow was saved.') }).describe(
  'The flow was saved.',
)
const Blocked = z
  .object({
    outcome: z.literal('blocked').describe('Steps block the active flow.'),
    steps: z
      .array(
        z
          .object({
            index: z.int().describe('The position of the step in the input, from 0.'),
            stepId: ObjectId.optional().describe(
              'The id of the step. Absent for a step that would be added.',
            ),
            reason: BlockReason.describe('Why the step blocks the flow.'),
          })
          .describe('A step that blocks the flow.'),
      )
      .describe('The steps that block the flow.'),
  })
  .describe('Nothing was saved, because the active flow would be left with steps that block it.')

/** The result of `flows.save`. */
export const FlowSaved = z
  .discriminatedUnion('outcome', [
    Saved,
    Blocked,
    Flow.extend({ outcome: z.literal('stale').describe('The version of the change is outdated.') }).describe(
      'Nothing was saved, because the flow was changed in the meantime. Contains the current flow.',
    ),
  ])
  .describe('The result of saving a flow.')
/** The result of `flows.save`. */
export type FlowSaved = z.infer<typeof FlowSaved>

/**
 * Input of `flows.bindStep`: binds one stored step to a credential and leaves the rest of the flow unchanged.
 */
export const BindStep = z
  .object({
    flowId: ObjectIdInput.describe('The flow that the step belongs to.'),
    stepId: ObjectIdInput.describe('The id of the step.'),
    credentialId: ObjectIdInput.describe('The credential to bind the step to.'),
  })
  .describe('A step and the credential to bind it to.')
/** Input of `flows.bindStep`. */
export type BindStep = z.infer<typeof BindStep>

/** The result of binding one step. */
export const StepBound = z
  .discriminatedUnion('outcome', [Saved, Blocked])
  .describe(
    'The result of binding a step to a credential. Callers who may not read flows get the flow without name and other steps.',
  )
/** The result of binding one step. */
export type StepBound = z.infer<typeof StepBound>

/** The result of `flows.activate`. */
export const FlowActivated = z
  .discriminatedUnion('outcome', [
    z
      .object({ outcome: z.literal('active').describe('The flow is active.') })
      .describe('The flow is active.'),
    z
      .object({
        outcome: z.literal('blocked').describe('Steps block the flow.'),
        steps: z
          .array(
            z
              .object({
                stepId: ObjectId.describe('The id of the step.'),
                reason: BlockReason.describe('Why the step blocks the flow.'),
              })
              .describe('A step that blocks the flow.'),
          )
          .describe('The steps that block the flow.'),
      })
      .describe('The flow was not activated, because steps block it.'),
  ])
  .describe('The result of activating a flow.')
/** The result of `flows.activate`. */
export type FlowActivated = z.infer<typeof FlowActivated>

/** The result of `flows.deactivate`. */
export const FlowDeactivated = z
  .object({ outcome: z.literal('inactive').describe('The flow is inactive.') })
  .describe('The flow is inactive.')
/** The result of `flows.remove`. */
export const FlowRemoved = z
  .object({ outcome: z.literal('deleted').describe('The flow was deleted.') })
  .describe('The flow was deleted.')

/** Input of `flows.list`. */
export const ListFlows = z
  .object({
    ids: z
      .array(ObjectIdInput)
      .min(1)
      .max(200)
      .optional()
      .describe('Only flows with these ids, 1 to 200. Unknown ids are ignored.'),
    search: Search.optional().describe(
      'Only flows in whose name all words of this text occur. Letter case and accents don’t matter. At most 120 characters.',
    ),
    cursor: Cursor.optional().describe('The `nextCursor` of the previous page.'),
    limit: PageLimit.optional().describe('The maximum number of flows per page, 1 to 200. Defaults to 50.'),
  })
  .optional()
  .describe('Filters and paging for flows.')
/** One page of flows. */
export const FlowPage = z
  .object({
    items: z.array(Flow).describe('The flows of the page.'),
    nextCursor: z.string().nullable().describe('The cursor of the next page. Null on the last page.'),
  })
  .describe('One page of flows.')
