// An application with forms of its own: its page uses `@stepkey/connect` without a bundler and without a UI library.
//
//   npm install http://localhost:4000/packages/connect.tgz
//   STEPKEY_URL=http://localhost:4000 STEPKEY_API_KEY=stepkey_… EMBED_ID=… node examples/headless/server.mjs
//
// The API key needs the scope `connect`. The origin of the embed is the address of this server: http://localhost:5000, or
// the port in PORT. STEPKEY_URL is the public address of Stepkey. CONNECT_JS is the script, if it is not in `node_modules`.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const {
  STEPKEY_URL = 'http://localhost:4000',
  STEPKEY_API_KEY,
  EMBED_ID,
  PORT = '5000',
  CONNECT_JS = 'node_modules/@stepkey/connect/dist/connect.js',
} = process.env
if (!STEPKEY_API_KEY || !EMBED_ID) {
  console.error('Usage: STEPKEY_API_KEY=… EMBED_ID=… node examples/headless/server.mjs')
  process.exit(2)
}
const files = new Map([
  ['/', ['text/html; charset=utf-8', readFileSync(new URL('page.html', import.meta.url))]],
  ['/page.js', ['text/javascript', readFileSync(new URL('page.js', import.meta.url))]],
  ['/fields.js', ['text/javascript', readFileSync(new URL('fields.js', import.meta.url))]],
  ['/connect.js', ['text/javascript', readFileSync(CONNECT_JS)]],
])

/** Creates a connect session. The API key stays on this server; the page gets only the token of the session. */
async function newSession() {
  const response = await fetch(`${STEPKEY_URL}/api/v1/connect-sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${STEPKEY_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      // In production, authenticate the user here, and take the customer from their session.
      owner: 'org_1',
      componentIds: ['petstore', 'github', 'oauth2'],
      actions: ['choose', 'create'],
      embedId: EMBED_ID,
    }),
  })
  const { token, code, detail } = await response.json()
  if (!response.ok) throw new Error(`${code}: ${detail}`)
  return { url: STEPKEY_URL, token }
}

const server = createServer(async ({ method, url }, response) => {
  const file = method === 'GET' && files.get(url)
  if (file) return response.writeHead(200, { 'content-type': file[0] }).end(file[1])
  if (method !== 'POST' || url !== '/session') return response.writeHead(404).end()
  try {
    const session = JSON.stringify(await newSession())
    response.writeHead(200, { 'content-type': 'application/json' }).end(session)
  } catch (error) {
    console.error(error.message)
    response.writeHead(502).end()
  }
})
server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Running at http://localhost:${server.address().port}`)
})
