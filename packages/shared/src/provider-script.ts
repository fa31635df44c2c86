import type { z } from 'zod'
import type { Component, DriverCheck } from './component.ts'
import type { Finding } from './verification.ts'

/** Checks a header whose value differs in every request. Resolves to whether it is valid. */
export type Proof = (value: string) => Promise<boolean>

/**
 * A response as the provider documents it. `json` is sent as application/json, unless a header says
 * otherwise.
 */
export interface ScriptedAnswer {
  status: number
  headers?: Record<string, string>
  json?: unknown
  text?: string
}

/**
 * A request as the provider documents it. Lists every header except those of the connection and two that
 * Stepkey always sends: `user-agent: Stepkey` and, unless another is listed, `accept: application/json`. The
 * clock of the kit is fixed at 2026-11-01 12:00 UTC.
 */
export interface ScriptedRequest {
  method: string
  url: string
  headers: Record<string, string | Proof>
  /** A JSON value, or the raw text of a form. */
  body?: unknown
  /** The fields of a form in any order. Replaces `body`. */
  form?: Record<string, string>
}

/**
 * What a provider documents about the verification request of one method. The conformance kit simulates the
 * provider with it. Scripts are stored in catalog/answers/ and are never shipped.
 */
export interface Script<Values = Record<string, unknown>> {
  /** The documentation page of the provider. */
  source: string
  /** Valid values as a user types them, with secrets in the format of the provider. */
  values: Values
  /** The requests for these values in their order, with the responses of a provider that accepts them. */
  exchanges: readonly [Exchange, ...Exchange[]]
  /** The facts that the verification finds out. */
  learns?: Pick<Finding, 'identity' | 'scopes' | 'expiresAt'>
  /**
   * A wrong key that replaces the valid one. Defaults to random characters. Set it if the key selects the
   * server.
   */
  wrong?: Partial<Values>
  /** The responses to a wrong key. A string explains why there is none. */
  bad: readonly ScriptedAnswer[] | string
  /** The response to a valid key without the required permission. A string explains why there is none. */
  forbidden: ScriptedAnswer | string
  /**
   * For methods with OAuth consent. The first exchange is then the one that exchanges the code for a token.
   */
  consent?: {
    /**
     * The authorization request, without the parameters that Stepkey adds: `state`, `code_challenge` and its
     * method.
     */
    authorize?: { url: string; parameters: Record<string, string> }
    /** The device authorization request. */
    device?: Exchange
    /** The parameters of the redirect besides `code` and `state`. */
    back?: Record<string, string>
    /** The request that finds out the address of the account, after the token request. */
    lookup?: Exchange
    /** The refresh request, if the provider supports it. */
    refresh?: Exchange
    /** The revocation request, if the provider supports it. */
    revoke?: Exchange
  }
  /** The request that revokes the key, if the provider has one. */
  revoke?: Exchange
  /** Other responses that are easily misclassified, each with the expected finding. */
  traps?: Record<string, { answer: ScriptedAnswer; finding: Partial<Finding> }>
}

/** The values in the requests of a consent: the OAuth app, and values that the kit generates. */
export const CONSENT = {
  clientId: 'stepkey-app-0123',
  clientSecret: 'MadeUpSecretOfTheOauthApp0123',
  redirectUri: 'http://localhost:4000/oauth/callback',
  code: 'the-code-0123456789',
  /** Placeholder for the PKCE verifier, which differs in every consent. */
  verifier: 'the-verifier-of-this-consent',
} as const
/** The `Authorization` header of `clientAuth: 'basic'`. */
export const CONSENT_BASIC = `Basic ${btoa(`${CONSENT.clientId}:${CONSENT.clientSecret}`)}`

/** One request with its response. */
export interface Exchange {
  request: ScriptedRequest
  answer: ScriptedAnswer
}

/** Valid values for a method with a driver. The tests of the driver cover the responses of its server. */
export interface DriverScript<Values = Record<string, unknown>> {
  driver: DriverCheck['driver']
  values: Values
}

/** Valid values for a method without a check. */
export interface UntestableScript<Values = Record<string, unknown>> {
  untestable: true
  values: Values
}

type MethodScript<Values> = Script<Values> | DriverScript<Values> | UntestableScript<Values>
/** The script of any method. */
export type AnyScript = MethodScript<Record<string, unknown>>

/** Returns the scripts of a component, one for each method. */
export function scripts<C extends Component>(
  _component: C,
  script: { [M in keyof C['methods']]: MethodScript<z.input<C['methods'][M]['fields']>> },
): Record<string, AnyScript> {
  return script as Record<string, AnyScript>
}
