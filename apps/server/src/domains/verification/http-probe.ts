import { classifyResponse, extractFacts } from '@stepkey/shared/auth/classify-response'
import { buildCheckRequest } from '@stepkey/shared/auth/request'
import { readsToken } from '@stepkey/shared/auth/template'
import { asksConsent, type HttpCheck, type Method, type TokenCheck } from '@stepkey/shared/component'
import { isRecord } from '@stepkey/shared/schema'
import type { Finding } from '@stepkey/shared/verification'
import { withFieldErrors } from '../../platform/errors/domain-error.ts'
import { methodEgress } from '../tokens/method-egress.ts'
import { requestToken, secretsOfToken, tokenHost } from '../tokens/request-token.ts'
import type { TokenResult } from '../tokens/token-result.ts'
import { confirmWithControl } from './control/control-request.ts'
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
  return sanitizeFinding(withLookedUpName(method, token, finding), secretsOfToken(method, token))
}

/** Replaces the identity by the name of the account that the lookup found. */
function withLookedUpName({ token: request }: Method, token: Values, finding: Finding): Finding {
  const name = asksConsent(request) && request.lookup?.identity && token[request.lookup.identity]
  return typeof name === 'string' && /^(?:verified|limited)$/.test(finding.outcome)
    ? { ...finding, identity: name }
    : finding
}

/** Returns the token for the request: the one among the values, or a new one from the token endpoint. */
async function tokenFor(method: Method, values: Values, ports: ProbePorts): Promise<TokenResult | undefined> {
  const { token } = method
  if (!token) return undefined
  const given = tokenIn(method, values)
  if (!given) {
    const egress = methodEgress(ports.egress, method, values)
    return await requestToken({ ...method, token }, values, { ...ports, egress })
  }
  return {
    outcome: 'obtained',
    token: given,
    answer: { status: 200, headers: {}, body: JSON.stringify(given) },
  }
}

const tokenIn = ({ token }: Method, { token: given }: Values): Values | undefined =>
  token && isRecord(given) ? given : undefined

/** Sends the verification request and, if the check has a control, confirms the answer with decoy secrets. */
async function send(method: Method, check: HttpCheck, values: Values, ports: ProbePorts): Promise<Finding> {
  const repeat = () => sendOnce(method, check, values, ports)
  const finding = await repeat()
  const decoyValues = check.control ? toDecoyValues(method, values) : undefined
  if (!decoyValues) return finding
  const control = () => sendOnce(method, check, decoyValues, ports)
  return await confirmWithControl(finding, {
    control,
    repeat,
    signal: ports.signal,
    acceptsAll: 'proves_nothing',
    confirmsRefusal: true,
  })
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
    send: (signed) => methodEgress(egress, method, values).fetch(signed, signal),
    now,
  })
  return classifyResponse(check, await sendSigned(request), now)
}
