import type { IssueStep, Procedures, Reported } from './api.gen.ts'
import { callProcedure } from './call-procedure.ts'
import type { ComponentId, Issued, MethodId } from './issued.ts'
import { createProcedures } from './procedures.ts'
import { StepkeyError } from './stepkey-error.ts'
import { createTargetFetch, type FetchTarget } from './target-fetch.ts'

export type * from './api.gen.ts'
export type { ComponentId, Issued, MethodId } from './issued.ts'
export type { CallOptions, Mutation, Query } from './procedure.ts'
export { type FieldError, type FittingCredential, StepkeyError } from './stepkey-error.ts'
export type { FetchTarget } from './target-fetch.ts'

/** The options of {@link createClient}. */
export interface StepkeyOptions {
  /** The URL of the Stepkey installation: `https://stepkey.example.com`. */
  url: string
  /** An API key of the workspace: `stepkey_…`. */
  apiKey: string
  /** A replacement for the global `fetch`. */
  fetch?: typeof globalThis.fetch
  /** Sends the requests to targets, also of credentials with TLS options. `fetch` unless given. */
  fetchTarget?: FetchTarget
}

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
  connectSessions: Pick<Procedures['connectSessions'], 'create'>
  /** Connect sessions for one component. */
  connectTokens: Pick<Procedures['connectTokens'], 'create'>
  /** The customers that credentials belong to. */
  owners: Procedures['owners']
  requests: Omit<Procedures['requests'], 'redeem'>
  /**
   * Returns the credential of a step of an active flow, with the values typed by component. The API key needs
   * the scope `issue`. A step that is bound to the owner's credential also needs `owner`. Do not keep the result past `expiresAt`.
   * @param methodId narrows the type if the component has several methods
   * @throws StepkeyError `other_component` if the step is bound to another component or method, or an error
   * code of the API
   */
  issue<C extends ComponentId, M extends MethodId<C> = MethodId<C>>(
    componentId: C,
    step: IssueStep,
    methodId?: M,
  ): Promise<Issued<C, M>>
  /**
   * Reports that the target rejected an issued credential. Stepkey verifies the credential again and returns
   * the result.
   * @throws StepkeyError
   */
  report(step: IssueStep): Promise<Reported>
  /**
   * Sends a request to the target of a step, as `fetch` does, with the credential of the step: its base URL, headers,
   * query parameters and body members, and its signature. The issued values are kept in memory until they expire. After
   * a 401, reports the refusal, issues again and sends the request once more. Redirects are not followed, unless
   * `init.redirect` says so. The body is read into memory.
   * @param path the path below the base URL: `/pets?limit=10`
   * @throws StepkeyError an error code of the API; `not_http`, `tls_options` or `json_body_required` if `fetch` can't
   * send such a request
   * @throws TypeError as `fetch` does, if the target does not respond
   */
  fetch(step: IssueStep, path: string, init?: RequestInit): Promise<Response>
}

/**
 * Creates a client for the workspace that the API key belongs to.
 * @throws TypeError if the URL is invalid
 */
export function createClient(options: StepkeyOptions): StepkeyClient {
  const { apiKey: token, fetch } = options
  const stepkey = { url: new URL(options.url).href, token, fetch }
  const domain = <Name extends keyof Procedures>(name: Name) =>
    createProcedures<Procedures[Name]>(name, (call, options) => callProcedure(stepkey, call, options))
  const credentials = domain('credentials')
  const report = (step: IssueStep) => credentials.report.mutate(step)
  return {
    components: domain('components'),
    credentials,
    flows: domain('flows'),
    oauthApps: domain('oauthApps'),
    audit: domain('audit'),
    connectSessions: domain('connectSessions'),
    connectTokens: domain('connectTokens'),
    owners: domain('owners'),
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
    report,
    fetch: createTargetFetch({
      issue: (step) => credentials.issue.mutate(step),
      report,
      fetchTarget: options.fetchTarget,
      fetch: options.fetch ?? globalThis.fetch,
    }),
  }
}
