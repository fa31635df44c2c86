import type { HttpResponse } from '@stepkey/shared/auth/classify-response'
import type { Finding } from '@stepkey/shared/verification'
import type { Egress } from '../../platform/egress/egress.ts'

export interface TokenPorts {
  egress: Egress
  signal: AbortSignal
  now: Date
}

/** What came of a token request: the answer, which templates know as `{{token.…}}`, or why there is none. */
export type TokenResult =
  | { outcome: 'minted'; token: Record<string, unknown>; answer: HttpResponse }
  /** `code` is the vendor's error in the words of RFC 6749, where it gave one. */
  | { outcome: 'refused'; finding: Finding; code?: string }
