import { createTRPCUntypedClient, httpLink, TRPCClientError } from '@trpc/client'
import type { Procedures, StepRef, Verification } from './api.gen.ts'
import type { ComponentId, Issued, MethodId } from './issued.ts'
import type { CallOptions } from './procedure.ts'

export type * from './api.gen.ts'
export type { ComponentId, Issued, MethodId } from './issued.ts'
export type { CallOptions, Mutation, Query } from './procedure.ts'

/**
 * A client for one workspace of a Stepkey installation. It offers the procedures by name, typed from the
 * router of the server: `client.credentials.list.query({ componentId: 'github' })`. `issue` and `report` are
 * for flow engines.
 */
export interface StepkeyClient {
  components: Procedures['components']
  credentials: Procedures['credentials']
  flows: Procedures['flows']
  oauthApps: Procedures['oauthApps']
  audit: Procedures['audit']
  /** For the server of an application that embeds the picker. */
  connectTokens: Pick<Procedures['connectTokens'], 'create'>
  requests: Omit<Procedures['requests'], 'redeem'>
  /**
   * Returns the credential of a step of an active flow, with the values typed by component. The API key needs
   * the scope `issue`. Do not keep the result past `expiresAt`.
   * @param methodId narrows the type if the component has several methods
   * @throws StepkeyError `other_component` if the step is bound to another component or method, or an error
   * code of the API
   */
  issue<C extends ComponentId, M extends MethodId<C> = MethodId<C>>(
    componentId: C,
    step: StepRef,
    methodId?: M,
  ): Promise<Issued<C, M>>
  /**
   * Reports that the target rejected an issued credential. Stepkey verifies the credential again and returns
   * the result.
   * @throws StepkeyError
   */
  report(step: StepRef): Promise<Verification>
}

/** The options of {@link createClient}. */
export interface StepkeyOptions {
  /** The URL of the Stepkey installation: `https://stepkey.example.com`. */
  url: string
  /** An API key of the workspace: `stepkey_…`. */
  apiKey: string
  /** A replacement for the global `fetch`. */
  fetch?: typeof globalThis.fetch
}

/** Creates a client for the workspace that the API key belongs to. */
export function createClient({ url, apiKey, fetch }: StepkeyOptions): StepkeyClient {
  const rpc = createTRPCUntypedClient({
    links: [
      httpLink({
        url: new URL('/trpc', url),
        headers: { authorization: `Bearer ${apiKey}` },
        ...(fetch && { fetch }),
      }),
    ],
  })
  const call = (kind: 'query' | 'mutation', path: string) => (input?: unknown, options?: CallOptions) =>
    rpc[kind](path, input, options).catch(throwStepkeyError)
  /** The procedures of a domain, by name. */
  const domain = <Name extends keyof Procedures>(name: Name) =>
    new Proxy({} as Procedures[Name], {
      get: (_target, procedure) => ({
        query: call('query', `${name}.${String(procedure)}`),
        mutate: call('mutation', `${name}.${String(procedure)}`),
      }),
    })
  const credentials = domain('credentials')
  return {
    components: domain('components'),
    credentials,
    flows: domain('flows'),
    oauthApps: domain('oauthApps'),
    audit: domain('audit'),
    connectTokens: domain('connectTokens'),
    requests: domain('requests'),
    async issue(componentId, step, methodId) {
      const issued = await credentials.issue.mutate(step)
      const isOther = issued.componentId !== componentId || (methodId && issued.methodId !== methodId)
      if (isOther) {
        const expected = [componentId, methodId].filter(Boolean).join('/')
        throw new StepkeyError(
          'other_component',
          `This step uses ${issued.componentId}/${issued.methodId}, not ${expected}.`,
        )
      }
      // Component and method were compared above.
      return issued as never
    },
    report: (step) => credentials.report.mutate(step),
  }
}

/** A wrong field of an input. */
export interface FieldError {
  /** The dotted path of the field: `values.token`. */
  path: string
  /** One sentence for users. */
  message: string
}

/** An error that Stepkey returned. `message` is a sentence for users. */
export class StepkeyError extends Error {
  /**
   * The error code of the API, such as `not_found`, `conflict` or `forbidden`. `unreachable` if there was no
   * response; `other_component` if the step is bound to another component or method than expected.
   */
  readonly code: string
  /** The wrong fields of the input, for `invalid_input`. */
  readonly fields: readonly FieldError[]
  constructor(
    code: string,
    message: string,
    options: { cause?: unknown; fields?: readonly FieldError[] | undefined } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'StepkeyError'
    this.code = code
    this.fields = options.fields ?? []
  }
}

function throwStepkeyError(error: unknown): never {
  if (!(error instanceof TRPCClientError)) throw error
  const { code, fields } = (error.data ?? {}) as { code?: string; fields?: FieldError[] }
  throw new StepkeyError(code ?? 'unreachable', error.message, { cause: error, fields })
}
