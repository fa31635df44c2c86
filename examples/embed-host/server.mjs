// A flow builder that embeds Stepkey's credential picker, in one small server and one page. At /customers it is the
// application of a software company whose three customers connect their own accounts, and one flow runs for each of them.
//
//   STEPKEY_URL=http://localhost:4000 STEPKEY_API_KEY=stepkey_… EMBED_ID=… FLOW_ID=… node examples/embed-host/server.mjs
//
// The API key needs the scopes `connect` (to create connect tokens and sessions), `read` (to read the flow and the
// credentials of customers), `write` (to remove a customer), and `issue` (to run the flow for customers). The origin of the
// embed must be the address of this server: http://localhost:5000, or the port in PORT. CUSTOMER_FLOW_ID names the flow
// that runs for customers: active, with one step of the Petstore that is bound to the customer's credential.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const {
  STEPKEY_URL = 'http://localhost:4000',
  STEPKEY_API_KEY,
  EMBED_ID,
  FLOW_ID,
  CUSTOMER_FLOW_ID,
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
  if (!response.ok && !EXPECTED.includes(result.code)) throw new Error(`${result.code}: ${result.detail}`)
  return result
}

/**
 * Errors that the pages handle. `in_use` names what stays, and what was deleted; `not_connected` has a connect link for the
 * customer, and `ambiguous` names the credentials of the customer that the flow could use.
 */
const EXPECTED = ['in_use', 'not_connected', 'ambiguous']

/** Runs the flow for a customer: its step gets the credential of this customer, and reads the pets of their shop. */
async function runFor(customer) {
  const flow = await stepkey('GET', `/flows/${CUSTOMER_FLOW_ID}`)
  const [step] = flow.steps
  const issued = await stepkey('POST', `/flows/${flow.id}/steps/${step.id}/credential`, { owner: customer })
  if (issued.code)
    return { outcome: issued.code, connectLink: issued.connectLink, credentials: issued.credentials }
  const url = new URL(`${issued.baseUrl}/pets`)
  for (const [name, value] of Object.entries(issued.query)) url.searchParams.set(name, value)
  const response = await fetch(url, { headers: issued.headers })
  if (!response.ok) throw new Error(`${step.name}: the target answered ${response.status}`)
  const { pets } = await response.json()
  return { outcome: 'done', pets: pets.length }
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
  'GET /customers.json': () => ({
    customers,
    url: STEPKEY_URL,
    embedId: EMBED_ID,
    canRun: CUSTOMER_FLOW_ID !== undefined,
  }),
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
  'POST /run': ({ customer }) => runFor(customer),
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
