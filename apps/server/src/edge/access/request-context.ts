import type { VisitorContext } from '../../domains/context.ts'
import type { Trx } from '../../platform/database/database.ts'
import type { Principal } from './principal.ts'

/** A request before authentication. */
export interface RequestContext extends VisitorContext {
  /** The cookie with the token of the session. */
  session: BrowserCookie
  /** The cookie with the token by which sign-ins recognize this browser. */
  device: BrowserCookie
  /** The cookie with which a window proves that it opened the provider's page for a consent. */
  consentCookie(consentId: string): BrowserCookie
  /** The API key or run token in the header `Authorization: Bearer …`. */
  apiKey: string | undefined
  /** A connect token in the same header. Only `/trpc` accepts them. */
  connectToken?: string
  /** The header `stepkey-workspace`. */
  namedWorkspace: string | undefined
  /** Aborted when the client closes the connection. */
  signal: AbortSignal
  /** Called when the session, API key or connect token is valid, for the rate limit. */
  onValidToken?: () => void
  /** Called when the caller is authenticated, for the request log. */
  onAuthenticated?: (principal: Principal) => void
  /** Called before a procedure runs for a signed-in user, for the limit of creations. @throws DomainError too_many_requests */
  onAdmitted?: (procedure: string, accountId: string) => Promise<void>
  /** Runs in the transaction that creates an object, with its id. Set by a request with an Idempotency-Key. */
  onCreated?: (trx: Trx, id: string) => Promise<void>
}

/** Access to a cookie of the browser. */
export interface BrowserCookie {
  read(): string | undefined
  write(value: string): void
  clear(): void
}
