import { classifyResponse } from '@stepkey/shared/auth/classify-response'
import { buildRequest } from '@stepkey/shared/auth/request'
import type { Login, Method } from '@stepkey/shared/component'
import { isRecord } from '@stepkey/shared/schema'
import type { TokenPorts, TokenResult } from './token-result.ts'

/** Signs in through the provider's own login request. The JSON of the response becomes the token. */
export async function providerLogin(
  request: Login,
  { baseUrl }: Pick<Method, 'baseUrl'>,
  values: Record<string, unknown>,
  { egress, signal, now }: TokenPorts,
): Promise<TokenResult> {
  const built = buildRequest({ baseUrl, place: [], ...request }, values)
  const answer = await egress.fetch(built, signal)
  const finding = classifyResponse(request, answer, now)
  if (finding.outcome !== 'verified') {
    // Without a session there is no credential that could be limited.
    const refused =
      finding.outcome === 'limited' ? ({ outcome: 'rejected', reason: 'unauthorized' } as const) : {}
    return { outcome: 'refused', finding: { ...finding, ...refused, target: built.url.host } }
  }
  const token: unknown = JSON.parse(answer.body)
  return { outcome: 'obtained', token: isRecord(token) ? token : {}, answer }
}
