import type { AppRouter } from '@stepkey/server/router'
import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError } from '@trpc/client'
import type { ComponentId, Issued, MethodId } from './issued.ts'

export type { ComponentId, Issued, MethodId } from './issued.ts'

/** The ids of one step of a flow. */
export interface StepRef {
  flowId: string
  stepId: string
}

/**
 * A client for one workspace of a Stepkey installation. It offers the procedures by name, typed from the
 * router of the server: `client.credentials.list.query({ componentId: 'github' })`. `issue` and `report` are
 * for flow engines.
 */
export interface StepkeyClient {
  components: Rpc['components']
  credentials: Rpc['credentials']
  flows: Rpc['flows']
  oauthApps: Rpc['oauthApps']
  audit: Rpc['audit']
  /** For the server of an application that embeds the picker. */
  connectTokens: Pick<Rpc['connectTokens'], 'create'>
  requests: Omit<Rpc['requests'], 'redeem'>
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
  report(step: StepRef): Promise<Awaited<ReturnType<Rpc['credentials']['report']['mutate']>>>
}
type Rpc = TRPCClient<AppRouter>

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
  const rpc = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: new URL('/trpc', url),
        headers: { authorization: `Bearer ${apiKey}` },
        ...(fetch && { fetch }),
      }),
    ],
  })
  return {
    components: rpc.components,
    credentials: rpc.credentials,
    flows: rpc.flows,
    oauthApps: rpc.oauthApps,
    audit: rpc.audit,
    connectTokens: rpc.connectTokens,
    requests: rpc.requests,
    async issue(componentId, step, methodId) {
      const issued = await rpc.credentials.issue.mutate(step).catch(throwStepkeyError)
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
    report: (step) => rpc.credentials.report.mutate(step).catch(throwStepkeyError),
  }
}

/** An error that Stepkey returned. `message` is a sentence for users. */
export class StepkeyError extends Error {
  /**
   * The error code of the API, such as `not_found`, `conflict` or `forbidden`. `unreachable` if there was no
   * response; `other_component` if the step is bound to another component or method than expected.
   */
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StepkeyError'
    this.code = code
  }
}

function throwStepkeyError(error: unknown): never {
  if (!(error instanceof TRPCClientError)) throw error
  const code: unknown = error.data?.code
  throw new StepkeyError(typeof code === 'string' ? code : 'unreachable', error.message, { cause: error })
}
