import type { HttpResponse } from '@stepkey/shared/auth/classify-response'
import type { ClientPart } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import type { Egress } from '../../platform/egress/egress.ts'

/** What a token request needs from outside: network access, cancellation and the current time. */
export interface TokenPorts {
  egress: Egress
  signal: AbortSignal
  now: Date
}

/** The result of a token request: the token, which templates access as `{{token.…}}`, or the reason of the refusal. */
export type TokenResult =
  | { outcome: 'obtained'; token: Record<string, unknown>; answer: HttpResponse }
  /**
   * `code` is the provider's error code as defined by RFC 6749, if there is one. `wrongClient` is the part of the client
   * that the provider called wrong.
   */
  | { outcome: 'refused'; finding: Finding; code?: string; wrongClient?: ClientPart }
