import { classifyResponse, extractFacts } from '@stepkey/shared/auth/classify-response'
import { buildCheckRequest } from '@stepkey/shared/auth/request'
import { readsToken } from '@stepkey/shared/auth/template'
import type { HttpCheck, Method, TokenCheck } from '@stepkey/shared/component'
import { isRecord } from '@stepkey/shared/schema'
import { type Finding, isProof } from '@stepkey/shared/verification'
import { usable } from '../../platform/errors/domain-error.ts'
import { requestToken, secretsOfToken, tokenHost } from '../tokens/request-token.ts'
import type { TokenResult } from '../tokens/token-result.ts'
import { decoyOf as spoilt, withDecoySecrets } from './control/decoy-secrets.ts'
import type { Probe, ProbePorts } from './probe.ts'
import { sanitizeFinding } from './sanitize.ts'
import { signing } from './signers/signers.ts'

type Values = Record<string, unknown>

/** @throws DomainError invalid_input */
export function httpProbe(method: Method, check: HttpCheck | TokenCheck, values: Values): Probe {
  // Built here for what it says about the values; the one that leaves may carry a token, or go where that says.
  const target = usable(() =>
    'token' in check || (readsToken(check.baseUrl ?? method.baseUrl ?? '') && !tokenIn(method, values))
      ? tokenHost(method, values)
      : buildCheckRequest(method, check, values).url.host,
  )
  return { target, ask: (ports) => ask(method, check, values, ports) }
}

async function ask(
  method: Method,
  check: HttpCheck | TokenCheck,
  values: Values,
  ports: ProbePorts,
): Promise<Finding> {
  const minted = await tokenFor(method, values, ports)
  if (!minted) return 'token' in check ? { outcome: 'unexpected' } : await send(method, check, values, ports)
  if (minted.outcome === 'refused') return minted.finding
  const { token, answer } = minted
  const finding: Finding =
    'token' in check
      ? { outcome: 'verified', httpStatus: answer.status, ...extractFacts(check, answer, ports.now) }
      : await send(method, check, { ...values, token }, ports)
  return sanitizeFinding(finding, secretsOfToken(method, token))
}

/** The token that a request carries: the one that a person granted, or one that is asked for now. */
async function tokenFor(method: Method, values: Values, ports: ProbePorts): Promise<TokenResult | undefined> {
  const { token } = method
  if (!token) return undefined
  const given = tokenIn(method, values)
  if (!given) return await requestToken({ ...method, token }, values, ports)
  return {
    outcome: 'minted',
    token: given,
    answer: { status: 200, headers: {}, body: JSON.stringify(given) },
  }
}

const tokenIn = ({ token }: Method, { token: given }: Values): Values | undefined =>
  token && isRecord(given) ? given : undefined

/**
 * Asks, and for components that don't know what they ask once more with spoilt secrets: whoever accepts those, too,
 * has not looked at them.
 */
async function send(method: Method, check: HttpCheck, values: Values, ports: ProbePorts): Promise<Finding> {
  const finding = await sendOnce(method, check, values, ports)
  const spoilt = check.control && isProof(finding.outcome) ? spoil(method, values) : undefined
  if (!spoilt) return finding
  // No answer is another answer than the one before.
  const control = await sendOnce(method, check, spoilt, ports).catch(() => undefined)
  ports.signal.throwIfAborted()
  if (control?.outcome !== finding.outcome) return finding
  return { outcome: 'unexpected', reason: 'proves_nothing', httpStatus: finding.httpStatus }
}

/** A request with a token carries no other secret. */
function spoil(method: Method, values: Values): Values | undefined {
  const token = tokenIn(method, values)
  if (!token) return withDecoySecrets(method, values)
  return { ...values, token: { ...token, access_token: spoilt(String(token.access_token)) } }
}

async function sendOnce(
  method: Method,
  check: HttpCheck,
  values: Values,
  { egress, signal, now }: ProbePorts,
): Promise<Finding> {
  const request = buildCheckRequest(method, check, values)
  const deliver = await signing(method.signer, values, { send: (ready) => egress.fetch(ready, signal), now })
  return classifyResponse(check, await deliver(request), now)
}
