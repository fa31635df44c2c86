// A flow engine in seventy lines: runs the steps of one active flow of Stepkey's Petstore.
//
//   STEPKEY_URL=http://localhost:4000 STEPKEY_API_KEY=stepkey_… node examples/flow-engine.mjs <flow id>
//
// The API key needs the scopes `read` (to read the flow) and `issue` (to fetch the credentials of its steps).
const { STEPKEY_URL = 'http://localhost:4000', STEPKEY_API_KEY } = process.env
const [flowId] = process.argv.slice(2)
if (!STEPKEY_API_KEY || !flowId) {
  console.error('Usage: STEPKEY_API_KEY=… node examples/flow-engine.mjs <flow id>')
  process.exit(2)
}

/** Calls the API of Stepkey. Errors are problem details (RFC 9457) with a `code` and a `detail`. */
async function stepkey(method, path) {
  const response = await fetch(`${STEPKEY_URL}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${STEPKEY_API_KEY}` },
  })
  const body = await response.json()
  if (!response.ok) throw new Error(`${body.code}: ${body.detail}`)
  return body
}

/** Issued credentials by step id. An entry is used until its `expiresAt`. */
const issued = new Map()
async function credentialOf(step) {
  const cached = issued.get(step.id)
  if (cached && Date.parse(cached.expiresAt) > Date.now()) return cached
  const fresh = await stepkey('POST', `/flows/${flowId}/steps/${step.id}/credential`)
  issued.set(step.id, fresh)
  return fresh
}

/** Calls the target of a step, and once more with new values if it rejects those that Stepkey issued. */
async function call(step, method, path, body) {
  let response = await send(step, method, path, body)
  if (response.status === 401) {
    issued.delete(step.id)
    // Stepkey verifies the credential. If the target rejects it there as well, the next issue fails and says why.
    await stepkey('POST', `/flows/${flowId}/steps/${step.id}/credential/report`)
    response = await send(step, method, path, body)
  }
  if (!response.ok) throw new Error(`${step.name}: the target answered ${response.status}`)
  return await response.json()
}

/** Sends one request with the headers and query parameters that Stepkey issued. */
async function send(step, method, path, body) {
  const { baseUrl, headers, query } = await credentialOf(step)
  const url = new URL(baseUrl + path)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return await fetch(url, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
}

try {
  const flow = await stepkey('GET', `/flows/${flowId}`)
  const [first, ...others] = flow.steps
  const { pets } = await call(first, 'GET', '/pets')
  console.log(`${first.name}: read ${pets.length} pets`)
  for (const step of others) {
    const added = await call(step, 'POST', '/pets', { name: 'Nemo', kind: 'fish' })
    console.log(`${step.name}: added ${added.name}`)
  }
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
