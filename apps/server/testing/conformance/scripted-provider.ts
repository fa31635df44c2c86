import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import {
  CONSENT,
  type Exchange,
  type Script,
  type ScriptedAnswer,
  type ScriptedRequest,
} from '@stepkey/shared/provider-script'
import { isRecord } from '@stepkey/shared/schema'
import type { World } from '../world.ts'

/** Acts as a provider: answers documented requests as documented, and any other request as one with a wrong key. */
export interface ScriptedProvider {
  /** The PKCE challenge of the current consent. Its verifier is recorded as the placeholder of the script. */
  challenge?: string
  /** The public key that verifies assertions, from the script. */
  key?: KeyObject
  /** While set, answers the request with this index differently. */
  instead?: { at: number; answer: ScriptedAnswer }
  /** The requests that arrived, in order, without the lookup. */
  seen: ScriptedRequest[]
  /** The lookups of the consents. Each follows a token request. */
  lookups: ScriptedRequest[]
}

/** Starts the provider of a script in the world, on all hosts that the script names. */
export async function startScriptedProvider(
  world: World,
  { bad, ...script }: Script,
): Promise<ScriptedProvider> {
  const pem = Object.values(script.values).find((value) => String(value).includes('PRIVATE KEY'))
  const provider: ScriptedProvider = {
    seen: [],
    lookups: [],
    ...(pem !== undefined && { key: createPublicKey(String(pem)) }),
  }
  const exchanges = everyExchange(script)
  const refusal: ScriptedAnswer = (typeof bad === 'string' ? undefined : bad[0]) ?? { status: 401 }
  const lookup = script.consent?.lookup
  let isLookupDue = false
  const hosts = new Set(exchanges.map(({ request }) => new URL(request.url).host))
  for (const host of hosts) {
    await world.https(host, async (incoming, response) => {
      const request = await received(incoming, host, provider)
      if (isLookupDue && lookup && (await isSame(request, lookup.request))) {
        isLookupDue = false
        provider.lookups.push(request)
        return send(response, lookup.answer)
      }
      const at = provider.seen.push(request) - 1
      const documented = await firstOf(exchanges, ({ request: expected }) => isSame(request, expected))
      const isReplaced = provider.instead?.at === at
      isLookupDue = documented === script.exchanges[0] && !isReplaced
      send(response, isReplaced ? (provider.instead?.answer ?? refusal) : (documented?.answer ?? refusal))
    })
  }
  return provider
}

function send(response: ServerResponse, { status, headers, json, text }: ScriptedAnswer): void {
  const isJson = json !== undefined
  response.writeHead(status, { ...(isJson && { 'content-type': 'application/json' }), ...headers })
  response.end(isJson ? JSON.stringify(json) : text)
}

/** Headers that belong to the connection, not to the request. */
const framing = new Set(['host', 'connection', 'content-length', 'transfer-encoding'])

/** Returns all documented exchanges: those of the check, and those after a consent (refresh, revocation). */
function everyExchange({
  exchanges,
  consent,
  revoke,
}: Pick<Script, 'exchanges' | 'consent' | 'revoke'>): Exchange[] {
  const [token, ...check] = exchanges
  const later = [consent?.device, consent?.lookup, consent?.refresh, consent?.revoke, revoke].filter(
    (exchange) => exchange !== undefined,
  )
  const before = accessTokenIn(token.answer)
  const after = consent?.refresh && accessTokenIn(consent.refresh.answer)
  const again = before && after ? check.map((exchange) => withTokenIn(exchange, before, after)) : []
  return [...exchanges, ...later, ...again]
}

/** Returns the access token of a response, also from a member inside of it. */
function accessTokenIn({ json }: Pick<ScriptedAnswer, 'json'>): string | undefined {
  if (!isRecord(json)) return undefined
  if (typeof json.access_token === 'string') return json.access_token
  return Object.values(json)
    .map((inner) => accessTokenIn({ json: inner }))
    .find((token) => token !== undefined)
}

/** Returns the exchange with the refreshed token in place of the first one. */
function withTokenIn({ request, answer }: Exchange, before: string, after: string): Exchange {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll(before, after) : value,
  ])
  return { answer, request: { ...request, headers: Object.fromEntries(headers) } }
}

async function received(
  incoming: IncomingMessage,
  host: string,
  provider: ScriptedProvider,
): Promise<ScriptedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const isJson = incoming.headers['content-type']?.startsWith('application/json')
  const headers = Object.entries(incoming.headers).filter(([name]) => !framing.has(name))
  return {
    method: incoming.method ?? '',
    url: `https://${host}${incoming.url}`,
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(text !== '' && { body: withPlaceholders(isJson ? JSON.parse(text) : text, provider) }),
  }
}

/** Verifies the values that differ each time (PKCE verifier, assertion), and replaces them by their placeholders. */
function withPlaceholders(body: unknown, { challenge, key }: ScriptedProvider): unknown {
  if (isRecord(body)) return verifierOf(body, challenge) ? { ...body, code_verifier: CONSENT.verifier } : body
  const form = new URLSearchParams(String(body))
  const fields = Object.fromEntries(form)
  if (verifierOf(fields, challenge)) form.set('code_verifier', CONSENT.verifier)
  if (fields.assertion && key && isSignedWith(key, fields.assertion)) form.set('assertion', 'ASSERTION')
  return fields.code_verifier || fields.assertion ? form.toString() : body
}

function isSignedWith(key: KeyObject, assertion: string): boolean {
  const [header = '', claims = '', signature = ''] = assertion.split('.')
  return verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))
}

const verifierOf = ({ code_verifier: verifier }: Record<string, unknown>, challenge: string | undefined) =>
  challenge !== undefined && hash('sha256', String(verifier), 'base64url') === challenge

/**
 * Returns the complete expected request: the documented one with the headers that Stepkey always adds. Headers that
 * the script checks with a function are taken from `seen` if the function accepts them.
 */
export async function expected(
  documented: ScriptedRequest,
  seen?: ScriptedRequest,
): Promise<ScriptedRequest> {
  const headers: ScriptedRequest['headers'] = { accept: 'application/json', 'user-agent': 'Stepkey' }
  for (const [name, value] of Object.entries(documented.headers)) {
    const came = String(seen?.headers[name])
    headers[name] = typeof value === 'string' ? value : (await value(came)) ? came : 'not what is documented'
  }
  const { form, ...rest } = documented
  if (!form) return { ...rest, headers }
  // The order of form fields does not matter.
  const came = Object.fromEntries(new URLSearchParams(String(seen?.body)))
  const isTheSame = isDeepStrictEqual(came, form)
  return { ...rest, headers, body: isTheSame ? seen?.body : new URLSearchParams(form).toString() }
}

const isSame = async (seen: ScriptedRequest, documented: ScriptedRequest) =>
  isDeepStrictEqual(seen, await expected(documented, seen))

async function firstOf<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<T | undefined> {
  for (const item of items) if (await test(item)) return item
  return undefined
}
