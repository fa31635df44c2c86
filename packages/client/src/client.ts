import type { AppRouter } from '@stepkey/server/router'
import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError } from '@trpc/client'
import type { ComponentId, Issued, MethodId } from './issued.ts'

export type { ComponentId, Issued, MethodId } from './issued.ts'

/** One step of a flow. */
export interface StepRef {
  flowId: string
  stepId: string
}

/**
 * A workspace of a Stepkey, for programs: every procedure by its name, typed from the server's router
 * (`client.credentials.list.query({ componentId: 'github' })`), and what a flow engine needs, typed by component.
 */
export interface StepkeyClient {
  components: Rpc['components']
  credentials: Rpc['credentials']
  flows: Rpc['flows']
  oauthApps: Rpc['oauthApps']
  audit: Rpc['audit']
  /** For the server of whoever embeds the picker. */
  connectTokens: Pick<Rpc['connectTokens'], 'create'>
  requests: Omit<Rpc['requests'], 'redeem'>
  /**
   * What a step of an active flow needs at run time, with the type of its component's values. The key needs the scope
   * `issue`. Keep it no longer than `expiresAt`.
   * @param methodId narrows the type where the component has several methods; a step that is bound to another is an error
   * @throws StepkeyError
   */
  issue<C extends ComponentId, M extends MethodId<C> = MethodId<C>>(
    componentId: C,
    step: StepRef,
    methodId?: M,
  ): Promise<Issued<C, M>>
  /** The application refused what was issued: Stepkey verifies the credential again. @throws StepkeyError */
  report(step: StepRef): Promise<Awaited<ReturnType<Rpc['credentials']['report']['mutate']>>>
}
type Rpc = TRPCClient<AppRouter>

export interface StepkeyOptions {
  /** Where the Stepkey is: `https://stepkey.example.com`. */
  url: string
  /** An API key of the workspace: `stepkey_…`. */
  apiKey: string
  /** Another `fetch` than the platform's. */
  fetch?: typeof globalThis.fetch
}

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
      const issued = await rpc.credentials.issue.mutate(step).catch(explain)
      const isOther = issued.componentId !== componentId || (methodId && issued.methodId !== methodId)
      if (isOther) {
        const expected = [componentId, methodId].filter(Boolean).join('/')
        throw new StepkeyError(
          'other_component',
          `This step uses ${issued.componentId}/${issued.methodId}, not ${expected}.`,
        )
      }
      // What it is was just compared.
      return issued as never
    },
    report: (step) => rpc.credentials.report.mutate(step).catch(explain),
  }
}

/** What Stepkey refused, with its code and a sentence for people. */
export class StepkeyError extends Error {
  /** `not_found`, `conflict`, `forbidden` …; `other_component` when a step is bound to something else than expected. */
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StepkeyError'
    this.code = code
  }
}

function explain(error: unknown): never {
  if (!(error instanceof TRPCClientError)) throw error
  const code: unknown = error.data?.code
  throw new StepkeyError(typeof code === 'string' ? code : 'unreachable', error.message, { cause: error })
}
