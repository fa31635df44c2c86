// A flow builder that embeds Stepkey's credential picker, in one small server and one page. At /customers it is the
// application of a software company whose three customers connect their own accounts.
//
//   STEPKEY_URL=http://localhost:4000 STEPKEY_API_KEY=stepkey_… EMBED_ID=… FLOW_ID=… node examples/embed-host/server.mjs
//
// The API key needs the scopes `connect` (to create connect tokens and sessions), `read` (to read the flow and the
// credentials of customers), and `write` (to remove a customer). The origin of the embed must be the address of this server: http://localhost:5000, or the port in PORT.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const {
  STEPKEY_URL = 'http://localhost:4000',
  STEPKEY_API_KEY,
  EMBED_ID,
  FLOW_ID,
  PORT = '5000',
} = process.env
if (!STEPKEY_API_KEY || !EMBED_ID || !FLOW_ID) {
  console.error('Usage: STEPKEY_API_KEY=… EMBED_ID=… FLOW_ID=… node examples/embed-host/server.mjs')
  process.exit(2)
}
const page = readFileSync(new URL('page.html', import.meta.url), 'utf8')
const customersPage = readFileSync(new URL('customers.html', import.meta.url), 'utf8')

/** The customers of the company, by the ids that their credentials have as their owner. */
const customers = [
  { id: 'org_1', name: 'Acme' },
  { id: 'org_2', name: 'Minka' },
  { id: 'org_3', name: 'Zoo Rotterdam' },
]

/** Calls the API of Stepkey. The API key stays on this server and is never sent to a page. */
async function stepkey(method, path, body) {
  const response = await fetch(`${STEPKEY_URL}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${STEPKEY_API_KEY}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  })
  const result = await response.json()
  // 409 `in_use` names what stays, and what was deleted.
  if (!response.ok && result.code !== 'in_use') throw new Error(`${result.code}: ${result.detail}`)
  return result
}

const routes = {
  'GET /': () => page,
  'GET /flow': async () => ({
    flow: await stepkey('GET', `/flows/${FLOW_ID}`),
    url: STEPKEY_URL,
    embedId: EMBED_ID,
  }),
  // In production, authenticate the user here and check that the flow belongs to them.
  'POST /connect-token': async ({ stepId, componentId }) =>
    await stepkey('POST', '/connect-tokens', {
      embedId: EMBED_ID,
      componentId,
      bindTo: { flowId: FLOW_ID, stepId },
      actions: ['choose', 'create'],
    }),

  'GET /customers': () => customersPage,
  'GET /customers.json': () => ({ customers, url: STEPKEY_URL, embedId: EMBED_ID }),
  // In production, authenticate the user for these, and take the customer from the session instead of the request.
  'POST /credentials': ({ customer }) => stepkey('GET', `/credentials?owner=${encodeURIComponent(customer)}`),
  'POST /session': ({ customer, credentialId }) =>
    stepkey('POST', '/connect-sessions', {
      embedId: EMBED_ID,
      owner: customer,
      ...(credentialId
        ? { credentialId, actions: ['reconnect'] }
        : { componentIds: ['petstore', 'github', 'http'], actions: ['create'] }),
    }),
  'POST /remove': ({ customer, dryRun = false }) =>
    stepkey('DELETE', `/owners/${encodeURIComponent(customer)}?dryRun=${dryRun}`),
}

const server = createServer(async (request, response) => {
  const route = routes[`${request.method} ${request.url}`]
  try {
    if (!route) return response.writeHead(404).end()
    const chunks = await request.toArray()
    const result = await route(chunks.length > 0 ? JSON.parse(Buffer.concat(chunks)) : {})
    const isPage = typeof result === 'string'
    response
      .writeHead(200, { 'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json' })
      .end(isPage ? result : JSON.stringify(result))
  } catch (error) {
    console.error(error.message)
    response
      .writeHead(502, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: error.message }))
  }
})
server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`The flow builder is running at http://localhost:${server.address().port}`)
})
