import { classifyResponse, extractFacts } from '@stepkey/shared/auth/classify-response'
import { buildCheckRequest } from '@stepkey/shared/auth/request'
import { readsToken } from '@stepkey/shared/auth/template'
import type { HttpCheck, Method, TokenCheck } from '@stepkey/shared/component'
import { isRecord } from '@stepkey/shared/schema'
import { type Finding, isProof } from '@stepkey/shared/verification'
import { withFieldErrors } from '../../platform/errors/domain-error.ts'
import { requestToken, secretsOfToken, tokenHost } from '../tokens/request-token.ts'
import type { TokenResult } from '../tokens/token-result.ts'
import { decoyOf, withDecoySecrets } from './control/decoy-secrets.ts'
import type { Probe, ProbePorts } from './probe.ts'
import { sanitizeFinding } from './sanitize.ts'
import { withSigner } from './signers/signers.ts'

type Values = Record<string, unknown>

/**
 * Returns a probe that verifies values with an HTTP request, or by requesting a token.
 * @throws DomainError invalid_input when the values can't be put into a request
 */
export function httpProbe(method: Method, check: HttpCheck | TokenCheck, values: Values): Probe {
  // This request only validates the values. The one that is sent may carry a token, which can also determine its URL.
  const target = withFieldErrors(() =>
    'token' in check || (readsToken(check.baseUrl ?? method.baseUrl ?? '') && !tokenIn(method, values))
      ? tokenHost(method, values)
      : buildCheckRequest(method, check, values).url.host,
  )
  return { target, run: (ports) => runProbe(method, check, values, ports) }
}

async function runProbe(
  method: Method,
  check: HttpCheck | TokenCheck,
  values: Values,
  ports: ProbePorts,
): Promise<Finding> {
  const result = await tokenFor(method, values, ports)
  if (!result) return 'token' in check ? { outcome: 'unexpected' } : await send(method, check, values, ports)
  if (result.outcome === 'refused') return result.finding
  const { token, answer } = result
  const finding: Finding =
    'token' in check
      ? { outcome: 'verified', httpStatus: answer.status, ...extractFacts(check, answer, ports.now) }
      : await send(method, check, { ...values, token }, ports)
  return sanitizeFinding(finding, secretsOfToken(method, token))
}

/** Returns the token for the request: the one among the values, or a new one from the token endpoint. */
async function tokenFor(method: Method, values: Values, ports: ProbePorts): Promise<TokenResult | undefined> {
  const { token } = method
  if (!token) return undefined
  const given = tokenIn(method, values)
  if (!given) return await requestToken({ ...method, token }, values, ports)
  return {
    outcome: 'obtained',
    token: given,
    answer: { status: 200, headers: {}, body: JSON.stringify(given) },
  }
}

const tokenIn = ({ token }: Method, { token: given }: Values): Values | undefined =>
  token && isRecord(given) ? given : undefined

/**
 * Sends the verification request. If the check has a control, sends it again with decoy secrets: a target that
 * accepts those as well doesn't check secrets, so its first response proves nothing.
 */
async function send(method: Method, check: HttpCheck, values: Values, ports: ProbePorts): Promise<Finding> {
  const finding = await sendOnce(method, check, values, ports)
  const decoyValues = check.control && isProof(finding.outcome) ? toDecoyValues(method, values) : undefined
  if (!decoyValues) return finding
  // A control request that fails counts as a different response, so the finding stands.
  const control = await sendOnce(method, check, decoyValues, ports).catch(() => undefined)
  ports.signal.throwIfAborted()
  if (control?.outcome !== finding.outcome) return finding
  return { outcome: 'unexpected', reason: 'proves_nothing', httpStatus: finding.httpStatus }
}

/** A request with a token carries no other secret, so only the token is replaced. */
function toDecoyValues(method: Method, values: Values): Values | undefined {
  const token = tokenIn(method, values)
  if (!token) return withDecoySecrets(method, values)
  return { ...values, token: { ...token, access_token: decoyOf(String(token.access_token)) } }
}

async function sendOnce(
  method: Method,
  check: HttpCheck,
  values: Values,
  { egress, signal, now }: ProbePorts,
): Promise<Finding> {
  const request = buildCheckRequest(method, check, values)
  const sendSigned = await withSigner(method.signer, values, {
    send: (signed) => egress.fetch(signed, signal),
    now,
  })
  return classifyResponse(check, await sendSigned(request), now)
}
