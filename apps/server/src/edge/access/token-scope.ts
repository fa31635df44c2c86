import type { ComponentDetail, ComponentSummary } from '@stepkey/shared/catalog-api'
import type {
  Credential,
  CredentialCreated,
  CredentialPage,
  CredentialSummary,
  CredentialUpdated,
} from '@stepkey/shared/credential'
import type { StepBound } from '@stepkey/shared/flow'
import type { OAuthApp, OAuthApps } from '@stepkey/shared/oauth'
import type { ComponentVersion } from '@stepkey/shared/own-component'
import { isRecord } from '@stepkey/shared/schema'
import { z } from 'zod'
import type { RunLimits } from '../../domains/api-keys/run-tokens.ts'
import type { TokenLimits } from '../../domains/connect/token-limits.ts'
import { reduceFlow } from './reduced-answers.ts'

/** The part of one procedure that a connect token or a run token may use. */
export interface TokenScope {
  /** The schema of the allowed input: strict. It fills in omitted members, and the procedure receives its result. */
  input: z.ZodType
  /** The procedure sends a request to the target. Links of credential requests allow a limited number of these. */
  callsTarget?: true
  /** Removes everything from the answer that the embedding page does not need. */
  // biome-ignore lint/suspicious/noExplicitAny: each procedure has its own type of answer
  answer?(value: any): unknown
}

/** The members of a credential that is connected by consent. */
const byConsent = { consentId: z.unknown().optional(), consentSecret: z.unknown().optional() }

/**
 * The procedures that connect tokens may call. All other procedures are refused, regardless of the token's permissions.
 */
const table: Record<string, (limits: TokenLimits) => TokenScope | undefined> = {
  'connectTokens.task': () => ({ input: z.undefined() }),

  'components.list': (limits) =>
    limits.componentIds.length === 1
      ? undefined
      : {
          input: z.strictObject({}),
          answer: (components: ComponentSummary[]) =>
            components
              .filter(({ id, archived }) => limits.componentIds.includes(id) && !archived)
              .map((component) => ({
                ...withoutCounts(component),
                methods: component.methods.filter(({ id }) => isAllowed(limits, id)),
              })),
        },

  'components.get': (limits) => ({
    input: z.strictObject({ componentId: componentOf(limits) }),
    answer: (detail: ComponentDetail) => ({
      ...withoutCounts(detail),
      methods: Object.fromEntries(
        Object.entries(detail.methods)
          .filter(([id]) => isAllowed(limits, id))
          .map(([id, method]) => [id, withoutAddresses(method)]),
      ),
    }),
  }),

  'components.definition': (limits) => ({
    input: z.strictObject({ componentId: componentOf(limits) }),
    answer: ({ definition, ...version }: ComponentVersion) => ({
      ...version,
      definition: {
        ...definition,
        methods: Object.fromEntries(
          Object.entries(definition.methods ?? {}).filter(([id]) => isAllowed(limits, id)),
        ),
      },
      trials: {},
      untested: {},
      versions: [],
    }),
  }),

  'credentials.list': (limits) =>
    toChoose(limits, {
      input: z.strictObject({
        componentId: defaultComponent(limits),
        ids: z.unknown().optional(),
        search: z.unknown().optional(),
        cursor: z.unknown().optional(),
        limit: z.unknown().optional(),
      }),
      answer: (page: z.infer<typeof CredentialPage>) => ({ ...page, items: page.items.map(withoutUsage) }),
    }),

  'oauthApps.list': (limits) =>
    limits.actions.has('create') || limits.actions.has('reconnect')
      ? {
          input: z.strictObject({ componentId: componentOf(limits) }),
          answer: ({ items, redirectUri }: OAuthApps) => ({
            items: items.slice(0, 1).map((app) => ({ ...withoutClient(app), redirectUri })),
            redirectUri,
          }),
        }
      : undefined,

  'consents.begin': (limits) =>
    toReconnect(limits, (credentialId) => ({
      input: z.strictObject({
        credentialId,
        values: z.unknown().optional(),
        ticket: z.unknown().optional(),
      }),
      callsTarget: true,
    })) ??
    toCreate(limits, {
      input: z.strictObject({
        componentId: componentOf(limits),
        methodId: methodOf(limits),
        values: z.unknown().optional(),
        ticket: z.unknown().optional(),
      }),
      callsTarget: true,
    }),

  'consents.finish': ({ actions }) =>
    actions.has('create') || actions.has('reconnect')
      ? { input: z.strictObject({ consentId: z.unknown(), consentSecret: z.unknown() }) }
      : undefined,

  'credentials.get': (limits) =>
    toReconnect(limits, (credentialId) => ({
      input: z.strictObject({ credentialId }),
      answer: withoutUsage,
    })),

  'credentials.verify': (limits) =>
    toReconnect(limits, (credentialId) => ({
      input: z.strictObject({ credentialId, values: z.unknown().optional() }),
      callsTarget: true,
    })) ??
    toCreate(limits, {
      input: z.strictObject({
        componentId: componentOf(limits),
        methodId: methodOf(limits),
        values: z.unknown(),
      }),
      callsTarget: true,
    }),

  'credentials.update': (limits) =>
    toReconnect(limits, (credentialId) => ({
      input: z.strictObject({
        credentialId,
        version: z.unknown(),
        values: z.unknown().optional(),
        ...byConsent,
        allowUnverified: z.unknown().optional(),
        allowOtherAccount: z.unknown().optional(),
      }),
      callsTarget: true,
      answer: (updated: CredentialUpdated) =>
        'credential' in updated ? { ...updated, credential: withoutUsage(updated.credential) } : updated,
    })),

  'credentials.create': (limits) =>
    toCreate(limits, {
      input: z.strictObject({
        componentId: componentOf(limits),
        methodId: methodOf(limits),
        name: limits.request ? z.literal(limits.request.name).default(limits.request.name) : z.unknown(),
        values: z.unknown().optional(),
        ...byConsent,
        allowUnverified: z.unknown().optional(),
        ...(limits.bindTo && { bindTo: exactly(limits.bindTo).default(limits.bindTo) }),
      }),
      callsTarget: true,
      answer: (created: CredentialCreated) =>
        created.outcome === 'saved'
          ? {
              ...created,
              // A number appended to the name would disclose that the name is taken.
              credential: {
                ...withoutUsage(created.credential),
                ...(limits.request && { name: limits.request.name }),
              },
              ...(created.flow && { flow: reduceFlow(created.flow, limits.bindTo?.stepId) }),
            }
          : created,
    }),

  'flows.bindStep': (limits) =>
    limits.bindTo &&
    toChoose(limits, {
      input: exactly(limits.bindTo).extend({ credentialId: z.unknown() }),
      answer: (bound: StepBound) =>
        bound.outcome === 'saved' ? { ...bound, ...reduceFlow(bound, limits.bindTo?.stepId) } : bound,
    }),
}

/** The procedures that some connect token may call. */
export const connectProcedures = Object.keys(table)

/** Returns the scope of a token in a procedure; undefined when it may not call the procedure. */
export function tokenScopeOf(limits: TokenLimits, procedure: string): TokenScope | undefined {
  return Object.hasOwn(table, procedure) ? table[procedure]?.(limits) : undefined
}

/** The procedures that a run token may call, for its flow. */
const runTable: Record<string, (run: RunLimits) => TokenScope> = {
  'credentials.issue': stepOf,
  'credentials.report': stepOf,
  'flows.issue': (run) => ({ input: inputOf(run) }),
  'flows.preflight': (run) => ({ input: inputOf(run).extend({ expectedMinutes: z.unknown().optional() }) }),
}

function stepOf(run: RunLimits): TokenScope {
  return { input: inputOf(run).extend({ stepId: z.unknown() }) }
}

const inputOf = ({ flowId, owner }: RunLimits) =>
  z.strictObject({
    flowId: z.literal(flowId),
    owner: owner === undefined ? z.unknown().optional() : z.literal(owner).default(owner),
  })

/** Returns the scope of a run token in a procedure; undefined when it may not call the procedure. */
export function runScopeOf(run: RunLimits, procedure: string): TokenScope | undefined {
  return Object.hasOwn(runTable, procedure) ? runTable[procedure]?.(run) : undefined
}

const toChoose = ({ actions }: TokenLimits, scope: TokenScope) => (actions.has('choose') ? scope : undefined)
const toCreate = ({ actions }: TokenLimits, scope: TokenScope) => (actions.has('create') ? scope : undefined)

/** Returns the scope of a session that connects one credential again. */
const toReconnect = (
  { actions, credentialId }: TokenLimits,
  scope: (credentialId: z.ZodLiteral<string>) => TokenScope,
) => (actions.has('reconnect') && credentialId !== undefined ? scope(z.literal(credentialId)) : undefined)

const componentOf = ({ componentIds }: TokenLimits) => z.literal([...componentIds])
/** The component of a session with only one need not be named. */
const defaultComponent = (limits: TokenLimits) => {
  const [only = '', ...others] = limits.componentIds
  return others.length > 0 ? componentOf(limits).optional() : z.literal(only).default(only)
}

const methodOf = ({ methodIds }: TokenLimits) => (methodIds ? z.literal([...methodIds]) : z.unknown())
const isAllowed = ({ methodIds }: TokenLimits, id: string) => methodIds?.includes(id) ?? true

const withoutCounts = <C extends ComponentSummary | ComponentDetail>(component: C): C => ({
  ...component,
  credentialCount: 0,
  failingCount: 0,
  lastChangedAt: null,
})

const exactly = ({ flowId, stepId }: { flowId: string; stepId: string }) =>
  z.strictObject({ flowId: z.literal(flowId), stepId: z.literal(stepId) })

/** Removes the addresses that the installation supplies, which can be internal, but keeps the names of the fields. */
function withoutAddresses({ supplied, fields, ...method }: ComponentDetail['methods'][string]) {
  const properties = isRecord(fields.properties) ? fields.properties : {}
  const shown = Object.entries(properties).map(([name, property]) => {
    if (!(name in supplied) || !isRecord(property)) return [name, property]
    const { default: _, ...rest } = property
    return [name, rest]
  })
  return {
    ...method,
    supplied: Object.fromEntries(Object.keys(supplied).map((name) => [name, ''])),
    fields: { ...fields, properties: Object.fromEntries(shown) },
  }
}

/** Leaves of an OAuth app only that there is one: the person connects through it, but it is the workspace's. */
const withoutClient = (app: OAuthApp): OAuthApp => ({
  ...app,
  name: '',
  clientId: '',
  hasSecret: false,
  credentials: [],
  hidden: 0,
})

/** Removes the usage, the owner, the creator and the grant of a credential. */
const withoutUsage = <Listed extends CredentialSummary | Credential>(credential: Listed): Listed => ({
  ...credential,
  grant: null,
  owner: null,
  tags: {},
  createdBy: null,
  lastUse: null,
  nextAttemptAt: null,
  useCount: 0,
  activeFlowCount: 0,
})
