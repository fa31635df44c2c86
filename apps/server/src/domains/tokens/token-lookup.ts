import { atPointer, classifyResponse, matchesJson } from '@stepkey/shared/auth/classify-response'
import { buildRequest } from '@stepkey/shared/auth/request'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { ConsentRequest, TokenLookup } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Token = Record<string, unknown>
type Obtained = Extract<TokenResult, { outcome: 'obtained' }>

/** Returns whether a token has what its lookup finds out. Tokens without a lookup always do. */
export const isLookedUp = ({ lookup }: Pick<ConsentRequest, 'lookup'>, token: Token): boolean =>
  Object.keys(lookup?.members ?? {}).every((name) => token[name] !== undefined)

/**
 * Sends the lookup of a grant with its new token, and adds what it finds to the token. Without a lookup, returns the
 * result unchanged.
 * @throws network errors
 */
export async function withLookup(
  { lookup }: Pick<ConsentRequest, 'lookup'>,
  values: Record<string, unknown>,
  result: Obtained,
  { egress, signal, now }: TokenPorts,
): Promise<TokenResult> {
  if (!lookup) return result
  const scope = { ...values, token: result.token }
  const request = buildRequest(lookup, scope)
  const answer = await egress.fetch(request, signal)
  const target = request.url.host
  const finding = classifyResponse({ ok: { status: '2xx', json: [] } }, answer, now)
  if (finding.outcome !== 'verified') return { outcome: 'refused', finding: { ...finding, target } }
  const refused = (reason: Finding['reason']): TokenResult => ({
    outcome: 'refused',
    finding: { outcome: 'unexpected', reason, httpStatus: answer.status, target },
  })
  const entry = entryOf(lookup, JSON.parse(answer.body), renderTemplate(lookup.entries?.chosen ?? '', scope))
  if (entry === undefined) return refused('wrong_account')
  const members = Object.entries(lookup.members).map(([name, at]) => [name, atPointer(entry, at)])
  const isComplete = members.every(([, value]) => typeof value === 'string' && value !== '')
  if (!isComplete) return refused('other_content')
  return { ...result, token: { ...result.token, ...Object.fromEntries(members) } }
}

/** Returns the part of the response that counts: all of it, or the chosen entry of a list. */
function entryOf({ entries }: TokenLookup, json: unknown, chosen: string): unknown {
  if (!entries) return json
  const list = atPointer(json, entries.at)
  if (!Array.isArray(list)) return undefined
  if (chosen !== '') {
    return list.find((entry) => entries.by.some((at) => plain(atPointer(entry, at)) === plain(chosen)))
  }
  const { preferred } = entries
  return list.find((entry) => preferred && matchesJson([preferred], entry)) ?? list[0]
}

/** Users enter a name in any case, and an address with or without its scheme. */
const plain = (text: unknown) =>
  String(text ?? '')
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
