import type { IncomingMessage } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import type { Script, ScriptedAnswer, ScriptedRequest } from '@stepkey/shared/script'
import type { World } from '../testing/world.ts'

/** Plays a vendor: answers the documented request as documented, and any other as one with a wrong key. */
export interface Vendor {
  /** Answers the request at this place with something else, while set. */
  instead?: { at: number; answer: ScriptedAnswer }
  /** What arrived, in order. */
  seen: ScriptedRequest[]
}

export async function playVendor(world: World, { exchanges, bad }: Script): Promise<Vendor> {
  const vendor: Vendor = { seen: [] }
  const refusal: ScriptedAnswer = (typeof bad === 'string' ? undefined : bad[0]) ?? { status: 401 }
  const hosts = new Set(exchanges.map(({ request }) => new URL(request.url).host))
  for (const host of hosts) {
    await world.https(host, async (incoming, response) => {
      const request = await received(incoming, host)
      const at = vendor.seen.push(request) - 1
      const documented = await firstOf(exchanges, ({ request: expected }) => isSame(request, expected))
      const { status, headers, json, text } =
        vendor.instead?.at === at ? vendor.instead.answer : (documented?.answer ?? refusal)
      const isJson = json !== undefined
      response.writeHead(status, { ...(isJson && { 'content-type': 'application/json' }), ...headers })
      response.end(isJson ? JSON.stringify(json) : text)
    })
  }
  return vendor
}

/** Those that belong to the connection. */
const framing = new Set(['host', 'connection', 'content-length', 'transfer-encoding'])

async function received(incoming: IncomingMessage, host: string): Promise<ScriptedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const isJson = incoming.headers['content-type']?.startsWith('application/json')
  const headers = Object.entries(incoming.headers).filter(([name]) => !framing.has(name))
  return {
    method: incoming.method ?? '',
    url: `https://${host}${incoming.url}`,
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(text !== '' && { body: isJson ? JSON.parse(text) : text }),
  }
}

/** What should have arrived, in full: with what Stepkey adds everywhere, and with what was proven right as it came. */
export async function expected(
  documented: ScriptedRequest,
  seen?: ScriptedRequest,
): Promise<ScriptedRequest> {
  const headers: ScriptedRequest['headers'] = { accept: 'application/json', 'user-agent': 'Stepkey' }
  for (const [name, value] of Object.entries(documented.headers)) {
    const came = String(seen?.headers[name])
    headers[name] = typeof value === 'string' ? value : (await value(came)) ? came : 'not what is documented'
  }
  return { ...documented, headers }
}

const isSame = async (seen: ScriptedRequest, documented: ScriptedRequest) =>
  isDeepStrictEqual(seen, await expected(documented, seen))

async function firstOf<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<T | undefined> {
  for (const item of items) if (await test(item)) return item
  return undefined
}
