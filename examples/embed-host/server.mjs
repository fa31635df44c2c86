// A flow builder that embeds Stepkey's credential picker, in one small server and one page.
//
//   STEPKEY_URL=http://localhost:4000 STEPKEY_API_KEY=stepkey_… EMBED_ID=… FLOW_ID=… node examples/embed-host/server.mjs
//
// The API key needs the scopes `connect` (to create connect tokens) and `read` (to read the flow). The origin
// of the embed must be the address of this server: http://localhost:5000, or the port in PORT.
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
  if (!response.ok) throw new Error(`${result.code}: ${result.detail}`)
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
