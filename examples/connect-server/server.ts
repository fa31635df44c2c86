// A server whose customers connect their own accounts: it creates a connect session for the customer who is signed in.
//
//   STEPKEY_URL=http://localhost:4000 STEPKEY_API_KEY=stepkey_… EMBED_ID=… node examples/connect-server/server.ts
//
// Needs Node 22.18 or newer. The API key needs the scope `connect`. The origin of the embed is the address of this server:
// http://localhost:5000, or the port in PORT. `server.py` is the same in Python.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

const {
  STEPKEY_URL = 'http://localhost:4000',
  STEPKEY_API_KEY = '',
  EMBED_ID = '',
  PORT = '5000',
} = process.env
const page = readFileSync(new URL('page.html', import.meta.url), 'utf8')

/** The customers by their ids, which are also the owners of their credentials in Stepkey. */
const customers = new Map([
  ['org_1', 'Acme'],
  ['org_2', 'Minka'],
])

/** Signs the cookies of this example. A real application has sessions of its own. */
const secret = randomBytes(32)
const sign = (customer: string) => createHmac('sha256', secret).update(customer).digest('base64url')

/** Returns the customer who is signed in. Never take the customer from the page: it could name another one. */
function customerOf({ headers }: IncomingMessage): string | undefined {
  const [, customer = '', signature = ''] =
    /(?:^|; )customer=([\w-]+)\.([\w-]+)/.exec(headers.cookie ?? '') ?? []
  const [sent, right] = [signature, sign(customer)].map((text) => Buffer.from(text)) as [Buffer, Buffer]
  return sent.length === right.length && timingSafeEqual(sent, right) ? customer : undefined
}

/** Creates a connect session. The API key stays on this server; the page gets only the token of the session. */
async function newSession(owner: string): Promise<{ token: string }> {
  const response = await fetch(`${STEPKEY_URL}/api/v1/connect-sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${STEPKEY_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      owner,
      componentIds: ['petstore', 'github', 'http'],
      actions: ['choose', 'create'],
      embedId: EMBED_ID,
    }),
  })
  const answer = (await response.json()) as { token: string; code?: string; detail?: string }
  if (!response.ok) throw new Error(`${answer.code}: ${answer.detail}`)
  return answer
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  switch (`${request.method} ${pathname}`) {
    case 'GET /':
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    case 'GET /sign-in': {
      const customer = searchParams.get('customer') ?? ''
      if (!customers.has(customer)) return send(response, 404, { error: 'There is no such customer.' })
      const cookie = `customer=${customer}.${sign(customer)}; HttpOnly; SameSite=Lax; Path=/`
      return response.writeHead(303, { location: '/', 'set-cookie': cookie }).end()
    }
    case 'POST /session': {
      const customer = customerOf(request)
      if (customer === undefined) return send(response, 401, { error: 'Sign in first.' })
      try {
        const { token } = await newSession(customer)
        return send(response, 200, { token, url: STEPKEY_URL, embedId: EMBED_ID })
      } catch (error) {
        console.error(error instanceof Error ? error.message : error)
        return send(response, 502, { error: 'No connect session could be created.' })
      }
    }
    default:
      return send(response, 404, { error: 'There is no such page.' })
  }
})
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address()
  console.log(`Running at http://localhost:${typeof address === 'object' ? address?.port : PORT}`)
})
