import { judge, learn } from '@stepkey/shared/auth/judge'
import { buildCheckRequest } from '@stepkey/shared/auth/request'
import type { HttpCheck, Method, TokenCheck } from '@stepkey/shared/component'
import { type Finding, isProof } from '@stepkey/shared/verification'
import { usable } from '../errors.ts'
import { mint, mintHost, secretsOfToken } from '../tokens/mint.ts'
import { presentable } from './presentable.ts'
import type { Probe, ProbePorts } from './probe.ts'
import { signing } from './signers/signers.ts'
import { spoilSecrets } from './spoil.ts'

type Values = Record<string, unknown>

/** @throws DomainError invalid_input */
export function httpProbe(method: Method, check: HttpCheck | TokenCheck, values: Values): Probe {
  if ('token' in check) {
    return {
      target: usable(() => mintHost(method, values)),
      ask: (ports) => askOnce(method, check, values, ports),
    }
  }
  // Built here for what it says about the values; the one that leaves may carry a token.
  const { url } = usable(() => buildCheckRequest(method, check, values))
  const target = url.host
  if (!check.control) return { target, ask: (ports) => askOnce(method, check, values, ports) }
  return { target, ask: (ports) => askTwice(method, check, values, ports) }
}

async function askOnce(
  method: Method,
  check: HttpCheck | TokenCheck,
  values: Values,
  ports: ProbePorts,
): Promise<Finding> {
  const { token } = method
  if (!token) return 'token' in check ? { outcome: 'unexpected' } : await send(method, check, values, ports)
  const minted = await mint({ ...method, token }, values, ports)
  if (minted.outcome === 'refused') return minted.finding
  const finding: Finding =
    'token' in check
      ? { outcome: 'verified', httpStatus: minted.answer.status, ...learn(check, minted.answer, ports.now) }
      : await send(method, check, { ...values, token: minted.token }, ports)
  return presentable(finding, secretsOfToken(method, minted.token))
}

/** And once more with spoilt secrets: whoever accepts those, too, has not looked at them. */
async function askTwice(
  method: Method,
  check: HttpCheck,
  values: Values,
  ports: ProbePorts,
): Promise<Finding> {
  const finding = await askOnce(method, check, values, ports)
  const spoilt = isProof(finding.outcome) ? spoilSecrets(method, values) : undefined
  if (!spoilt) return finding
  // No answer is another answer than the one before.
  const control = await askOnce(method, check, spoilt, ports).catch(() => undefined)
  ports.signal.throwIfAborted()
  if (control?.outcome !== finding.outcome) return finding
  return { outcome: 'unexpected', reason: 'proves_nothing', httpStatus: finding.httpStatus }
}

async function send(
  method: Method,
  check: HttpCheck,
  values: Values,
  { egress, signal, now }: ProbePorts,
): Promise<Finding> {
  const request = buildCheckRequest(method, check, values)
  const deliver = await signing(method.signer, values, { send: (ready) => egress.fetch(ready, signal), now })
  return judge(check, await deliver(request), now)
}
