import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type {
  Credential,
  CredentialCreated,
  CredentialPage,
  CredentialSummary,
} from '@stepkey/shared/credential'
import type { Flow, StepBound } from '@stepkey/shared/flow'
import { isRecord } from '@stepkey/shared/schema'
import { z } from 'zod'
import type { TokenLimits } from '../../domains/connect/token-limits.ts'

/** How far a connect token reaches into one procedure. */
interface Reach {
  /** What it may ask. Strict, and what may be left out is filled in: the procedure gets this and nothing else. */
  input: z.ZodType
  /** It has the application asked: there is an end to how often somebody may who has nothing but a link. */
  asksTarget?: true
  /** As much of the answer as whoever holds it has to know. */
  // biome-ignore lint/suspicious/noExplicitAny: each procedure has an answer of its own
  answer?(value: any): unknown
}

/**
 * All that can be done with a connect token. What is not here is refused, whatever the token says: `trpc.ts` asks this
 * table before every procedure.
 */
const table: Record<string, (limits: TokenLimits) => Reach | undefined> = {
  'connectTokens.task': () => ({ input: z.undefined() }),

  'components.get': (limits) => ({
    input: z.strictObject({ componentId: z.literal(limits.componentId) }),
    answer: (detail: ComponentDetail) => ({
      ...detail,
      credentialCount: 0,
      failingCount: 0,
      lastChangedAt: null,
      methods: Object.fromEntries(
        Object.entries(detail.methods).map(([id, method]) => [id, withoutAddresses(method)]),
      ),
    }),
  }),

  'credentials.list': (limits) =>
    toChoose(limits, {
      input: z.strictObject({
        componentId: z.literal(limits.componentId).default(limits.componentId),
        ids: z.unknown().optional(),
        search: z.unknown().optional(),
        cursor: z.unknown().optional(),
        limit: z.unknown().optional(),
        // The client says with each page which way it turns the pages.
        direction: z.unknown().optional(),
      }),
      answer: (page: z.infer<typeof CredentialPage>) => ({ ...page, items: page.items.map(inShort) }),
    }),

  'credentials.verify': (limits) =>
    toCreate(limits, {
      input: z.strictObject({
        componentId: z.literal(limits.componentId),
        methodId: z.unknown(),
        values: z.unknown(),
      }),
      asksTarget: true,
    }),

  'credentials.create': (limits) =>
    toCreate(limits, {
      input: z.strictObject({
        componentId: z.literal(limits.componentId),
        methodId: z.unknown(),
        name: limits.request ? z.literal(limits.request.name).default(limits.request.name) : z.unknown(),
        values: z.unknown(),
        allowUnverified: z.unknown().optional(),
        ...(limits.bindTo && { bindTo: exactly(limits.bindTo).default(limits.bindTo) }),
      }),
      asksTarget: true,
      answer: (created: CredentialCreated) =>
        created.outcome === 'saved'
          ? {
              ...created,
              // A number behind the name would tell that there is another one.
              credential: {
                ...inShort(created.credential),
                ...(limits.request && { name: limits.request.name }),
              },
              ...(created.flow && { flow: oneStepOf(created.flow, limits) }),
            }
          : created,
    }),

  'flows.bindStep': (limits) =>
    limits.bindTo &&
    toChoose(limits, {
      input: exactly(limits.bindTo).extend({ credentialId: z.unknown() }),
      answer: (bound: StepBound) =>
        bound.outcome === 'saved' ? { ...bound, ...oneStepOf(bound, limits) } : bound,
    }),
}

/** @returns undefined for what a token with these limits can't do at all */
export function tokenScopeOf(limits: TokenLimits, procedure: string): Reach | undefined {
  return Object.hasOwn(table, procedure) ? table[procedure]?.(limits) : undefined
}

const toChoose = ({ actions }: TokenLimits, reach: Reach) => (actions.has('choose') ? reach : undefined)
const toCreate = ({ actions }: TokenLimits, reach: Reach) => (actions.has('create') ? reach : undefined)

const exactly = ({ flowId, stepId }: { flowId: string; stepId: string }) =>
  z.strictObject({ flowId: z.literal(flowId), stepId: z.literal(stepId) })

/** Which fields this installation fills in, without the addresses: they can be inside its network. */
function withoutAddresses({ supplied, fields, ...method }: ComponentDetail['methods'][string]) {
  const properties = isRecord(fields.properties) ? fields.properties : {}
  const told = Object.entries(properties).map(([name, property]) => {
    if (!(name in supplied) || !isRecord(property)) return [name, property]
    const { default: _, ...rest } = property
    return [name, rest]
  })
  return {
    ...method,
    supplied: Object.fromEntries(Object.keys(supplied).map((name) => [name, ''])),
    fields: { ...fields, properties: Object.fromEntries(told) },
  }
}

/** Where else a credential is used, and what was granted to it, is nobody's business here. */
const inShort = <Listed extends CredentialSummary | Credential>(credential: Listed): Listed => ({
  ...credential,
  grant: null,
  useCount: 0,
  activeFlowCount: 0,
})

/** Of a flow, its version and the one step. */
const oneStepOf = (flow: Flow, { bindTo }: TokenLimits): Flow => ({
  id: flow.id,
  name: '',
  status: flow.status,
  version: flow.version,
  updatedAt: flow.updatedAt,
  steps: flow.steps.filter(({ id }) => id === bindTo?.stepId),
})
