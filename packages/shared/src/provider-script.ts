import type { z } from 'zod'
import type { Component, DriverCheck } from './component.ts'
import type { Finding } from './verification.ts'

/** For a header that is another one each time: whether it is right. */
export type Proof = (value: string) => Promise<boolean>

/** An answer as the vendor documents it. JSON goes out as application/json unless a header says otherwise. */
export interface ScriptedAnswer {
  status: number
  headers?: Record<string, string>
  json?: unknown
  text?: string
}

/**
 * A request as the vendor documents it. Every header of it is listed, but for those of the connection and two that
 * Stepkey sends everywhere: `user-agent: Stepkey` and, unless another is listed, `accept: application/json`.
 * It is sent on 2026-11-01 at 12:00 UTC.
 */
export interface ScriptedRequest {
  method: string
  url: string
  headers: Record<string, string | Proof>
  /** JSON, or the text of a form. */
  body?: unknown
  /** The fields of a form, whatever their order; instead of a body. */
  form?: Record<string, string>
}

/**
 * What a vendor documents of one method's dry request: the conformance kit plays the vendor by it. Lies beside the
 * component, in catalog/answers/, and is never shipped.
 */
export interface Script<Values = Record<string, unknown>> {
  /** Where all this is documented. */
  source: string
  /** Good values, as somebody would type them, with secrets in the shape of the vendor's. */
  values: Values
  /** What is sent for these values, in order, and what a vendor answers who accepts them. */
  exchanges: readonly [Exchange, ...Exchange[]]
  learns?: Pick<Finding, 'identity' | 'scopes' | 'expiresAt'>
  /** A wrong key in place of the good one; by default one of chance characters. Where the key says whom to ask. */
  wrong?: Partial<Values>
  /** The answers to a wrong key; a text says why there is none. */
  bad: readonly ScriptedAnswer[] | string
  /** The answer to a good key that may not do what is asked; a text says why there is none. */
  forbidden: ScriptedAnswer | string
  /** For a method that a person consents to. The first exchange is then the one that turns the code into a token. */
  consent?: {
    /** What the browser is sent to, without `state`, `code_challenge` and its method: those are added by Stepkey. */
    authorize?: { url: string; parameters: Record<string, string> }
    /** Or how the code for another device is asked for. */
    device?: Exchange
    /** What the way back holds besides `code` and `state`. */
    back?: Record<string, string>
    /** How the token is renewed, if the vendor does that. */
    refresh?: Exchange
    /** How the grant is taken back, if the vendor offers it. */
    revoke?: Exchange
  }
  /** Other answers that are easily misread, and what they have to be read as. */
  traps?: Record<string, { answer: ScriptedAnswer; finding: Partial<Finding> }>
}

/** What stands in a consent's requests: the OAuth app, and what the kit makes up. */
export const CONSENT = {
  clientId: 'stepkey-app-0123',
  clientSecret: 'MadeUpSecretOfTheOauthApp0123',
  redirectUri: 'http://localhost:4000/oauth/callback',
  code: 'the-code-0123456789',
  /** Stands for the verifier of PKCE, which is another one each time. */
  verifier: 'the-verifier-of-this-consent',
} as const
/** The header of `clientAuth: 'basic'`. */
export const CONSENT_BASIC = `Basic ${btoa(`${CONSENT.clientId}:${CONSENT.clientSecret}`)}`

export interface Exchange {
  request: ScriptedRequest
  answer: ScriptedAnswer
}

/** Good values for a method with a driver: what its server answers is tested beside the driver. */
export interface DriverScript<Values = Record<string, unknown>> {
  driver: DriverCheck['driver']
  values: Values
}

/** Good values for a method that has no check. */
export interface UntestableScript<Values = Record<string, unknown>> {
  untestable: true
  values: Values
}

type MethodScript<Values> = Script<Values> | DriverScript<Values> | UntestableScript<Values>
export type AnyScript = MethodScript<Record<string, unknown>>

/** The scripts of a component, one for each method. */
export function scripts<C extends Component>(
  _component: C,
  script: { [M in keyof C['methods']]: MethodScript<z.input<C['methods'][M]['fields']>> },
): Record<string, AnyScript> {
  return script as Record<string, AnyScript>
}
