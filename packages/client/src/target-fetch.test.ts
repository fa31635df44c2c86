import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { digestChallenge, digestServer } from '../../../apps/server/testing/servers/digest-server.ts'
import { s3Server } from '../../../apps/server/testing/servers/s3-server.ts'
import type { Issued } from './api.gen.ts'
import { createClient, type FetchTarget } from './client.ts'

const STEPKEY = 'https://stepkey.example.com'
const step = { flowId: 'f', stepId: 's' }

/** A server on loopback, and what it received. */
const servers: Server[] = []
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

interface Received extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  body: string
}
/** A target that accepts requests with the header `api-key: …` of `accepted`. */
async function serveTarget(accepted = 'good') {
  const received: Received[] = []
  const target = { baseUrl: '', received, accepted }
  target.baseUrl = await serve(async (request, response) => {
    const { method, url, headers } = request
    received.push({ method, url, headers, body: await text(request) })
    const isAccepted = headers['api-key'] === target.accepted
    response.writeHead(isAccepted ? 200 : 401).end(isAccepted ? 'ok' : 'wrong key')
  })
  return target
}

/** A client whose Stepkey issues these values, one after the other, and the procedures that it called. */
function clientOf(answers: (Partial<Issued> | { code: string })[], fetchTarget?: FetchTarget) {
  const called: string[] = []
  const answerTo = (procedure: string) => {
    called.push(procedure)
    if (procedure.endsWith('report')) return Response.json({ result: { data: { outcome: 'verified' } } })
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer && 'code' in answer)
      return Response.json({ error: { message: 'Refused.', data: answer } }, { status: 409 })
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const common = { componentId: 'http', methodId: 'any', values: {}, expiresAt }
    return Response.json({ result: { data: { ...common, ...answer } } })
  }
  const client = createClient({
    url: STEPKEY,
    apiKey: 'k',
    fetch: async (url, init) =>
      String(url).startsWith(STEPKEY)
        ? answerTo(String(url).split('/').at(-1) ?? '')
        : await fetch(url, init),
    ...(fetchTarget && { fetchTarget }),
  })
  return { client, called }
}

describe('fetch of the client', () => {
  it('keeps the values of each owner apart', async () => {
    const target = await serveTarget()
    const of = (key: string) => ({ baseUrl: target.baseUrl, headers: { 'api-key': key } })
    const { client, called } = clientOf([of('good'), of('other')])
    for (const owner of ['org_1', 'org_2', 'org_1']) await client.fetch({ ...step, owner }, '/pets')
    expect(target.received.slice(0, 2).map(({ headers }) => headers['api-key'])).toEqual(['good', 'other'])
    expect(target.received.at(-1)?.headers['api-key']).toBe('good')
    expect(called.slice(0, 2)).toEqual(['credentials.issue', 'credentials.issue'])
  })

  it('adds the headers and the query parameters, appends the path, and keeps the values', async () => {
    const target = await serveTarget()
    const values = {
      baseUrl: `${target.baseUrl}/v1`,
      headers: { 'api-key': 'good' },
      query: { tenant: 'a&b' },
    }
    const { client, called } = clientOf([values])
    const response = await client.fetch(step, '/pets?limit=1&tenant=mine', {
      method: 'post',
      headers: { 'api-key': 'mine', 'x-own': '1' },
      body: new URLSearchParams({ name: 'Nemo' }),
    })
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
    await client.fetch(step, '')
    const [first, second] = target.received
    expect(first).toMatchObject({ method: 'POST', url: '/v1/pets?limit=1&tenant=a%26b', body: 'name=Nemo' })
    expect(first?.headers).toMatchObject({
      'api-key': 'good',
      'x-own': '1',
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    })
    expect(second).toMatchObject({ method: 'GET', url: '/v1?tenant=a%26b', body: '' })
    expect(called).toEqual(['credentials.issue'])
  })

  it('issues again when the values have expired, once for concurrent calls, and separately for each step', async () => {
    const { baseUrl } = await serveTarget()
    const headers = { 'api-key': 'good' }
    const expired = { baseUrl, headers, expiresAt: new Date(Date.now() - 1).toISOString() }
    const { client, called } = clientOf([expired, { baseUrl, headers }])
    await client.fetch(step, '/')
    await Promise.all([client.fetch(step, '/'), client.fetch(step, '/')])
    expect(called).toHaveLength(2)
    await client.fetch({ ...step, stepId: 'other' }, '/')
    expect(called).toHaveLength(3)
  })

  it('merges the body members of the credential into JSON, also without a body of its own', async () => {
    const target = await serveTarget()
    const { client } = clientOf([
      { baseUrl: target.baseUrl, headers: { 'api-key': 'good' }, body: { api_key: 'secret' } },
    ])
    await client.fetch(step, '/', { method: 'POST', body: JSON.stringify({ name: 'Nemo', api_key: 'mine' }) })
    await client.fetch(step, '/', { method: 'POST' })
    expect(target.received.map(({ body }) => JSON.parse(body))).toEqual([
      { name: 'Nemo', api_key: 'secret' },
      { api_key: 'secret' },
    ])
    for (const { headers } of target.received) expect(headers['content-type']).toBe('application/json')
    for (const init of [
      { method: 'GET' },
      { method: 'POST', body: '[1]' },
      { method: 'POST', body: new FormData() },
    ])
      await expect(client.fetch(step, '/', init)).rejects.toMatchObject({ code: 'json_body_required' })
    expect(target.received).toHaveLength(2)
  })

  it('reports a 401 once, issues again and sends the same request once more, also a stream', async () => {
    const target = await serveTarget('new')
    const { baseUrl } = target
    const { client, called } = clientOf([
      { baseUrl, headers: { 'api-key': 'old' } },
      { baseUrl, headers: { 'api-key': 'new' } },
    ])
    const response = await client.fetch(step, '/', {
      method: 'PUT',
      body: new Blob(['text']).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(200)
    expect(target.received.map(({ method, body, headers }) => [method, body, headers['api-key']])).toEqual([
      ['PUT', 'text', 'old'],
      ['PUT', 'text', 'new'],
    ])
    expect(called).toEqual(['credentials.issue', 'credentials.report', 'credentials.issue'])
    target.accepted = 'newer'
    expect((await client.fetch(step, '/')).status).toBe(401)
    expect(called).toHaveLength(5)
  })

  it('reports once for concurrent calls with the same values', async () => {
    const { baseUrl } = await serveTarget('new')
    const { client, called } = clientOf([
      { baseUrl, headers: { 'api-key': 'old' } },
      { baseUrl, headers: { 'api-key': 'new' } },
    ])
    const responses = await Promise.all([1, 2, 3].map(() => client.fetch(step, '/')))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(called).toEqual(['credentials.issue', 'credentials.report', 'credentials.issue'])
  })

  it('throws why Stepkey does not issue, and asks again at the next call', async () => {
    const { baseUrl } = await serveTarget()
    const { client } = clientOf([{ code: 'credential_failing' }, { baseUrl, headers: { 'api-key': 'good' } }])
    await expect(client.fetch(step, '/')).rejects.toMatchObject({ code: 'credential_failing' })
    expect((await client.fetch(step, '/')).status).toBe(200)
  })

  it('does not follow redirects with the credential, unless the caller wants it', async () => {
    const target = await serveTarget()
    const baseUrl = await serve((_, response) => response.writeHead(302, { location: target.baseUrl }).end())
    const { client } = clientOf([{ baseUrl, headers: { 'api-key': 'good' } }])
    expect((await client.fetch(step, '/')).status).toBe(302)
    expect(target.received).toEqual([])
    expect((await client.fetch(step, '/', { redirect: 'follow' })).status).toBe(200)
  })

  it('refuses a path that would lead to another host, and methods without HTTP', async () => {
    const { client } = clientOf([{ baseUrl: 'http://127.0.0.1' }])
    for (const path of ['.evil.example/', '@evil.example/', ':1/'])
      await expect(client.fetch(step, path)).rejects.toThrow('must begin with /')
    const database = clientOf([{ componentId: 'postgresql', methodId: 'password' }])
    await expect(database.client.fetch(step, '/')).rejects.toMatchObject({
      code: 'not_http',
      message: expect.stringContaining('postgresql/password'),
    })
  })

  it('gives TLS options to fetchTarget, and without it says what to do', async () => {
    const tls = { mode: 'verify-full' as const, ca: 'PEM' }
    const values = { baseUrl: 'https://internal.example', headers: { 'api-key': 'good' }, tls }
    await expect(clientOf([values]).client.fetch(step, '/')).rejects.toMatchObject({
      code: 'tls_options',
      message: expect.stringContaining('fetchTarget'),
    })
    const given: unknown[] = []
    const { client } = clientOf([values], async (url, init, tls) => {
      given.push([url, new Headers(init.headers).get('api-key'), tls])
      return new Response('ok')
    })
    expect((await client.fetch(step, '/pets')).status).toBe(200)
    expect(given).toEqual([['https://internal.example/pets', 'good', tls]])
  })
})

describe('signed requests of the client', () => {
  const aws = {
    scheme: 'aws-sigv4' as const,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'eu-central-1',
    service: 's3',
  }

  it.each([undefined, 'FwoGZXIvYXdzE+x/y=='])(
    'sign with AWS Signature Version 4, session token: %s',
    async (token) => {
      const { accessKeyId: id, secretAccessKey: secret, region } = aws
      const baseUrl = await serve(
        s3Server({
          region,
          keys: { [id]: { secret, ...(token && { token }) } },
          buckets: { 'acme-exports': [id] },
        }),
      )
      const signer = { ...aws, ...(token && { sessionToken: token }) }
      const path = '/acme-exports?list-type=2&prefix=a%20b%2Fc'
      expect((await clientOf([{ baseUrl, signer }]).client.fetch(step, path)).status).toBe(200)
      const put = { method: 'PUT', body: 'text', headers: { 'x-amz-acl': 'private' } }
      expect((await clientOf([{ baseUrl, signer }]).client.fetch(step, path, put)).status).toBe(200)
      const wrong = { ...signer, secretAccessKey: 'another' }
      const refused = await clientOf([{ baseUrl, signer: wrong }]).client.fetch(step, path)
      expect([refused.status, await refused.text()]).toEqual([
        403,
        expect.stringContaining('SignatureDoesNotMatch'),
      ])
    },
  )

  const access = { user: 'a"da', password: 'päss:"word' }
  it.each([
    digestChallenge(', qop="auth", algorithm=SHA-256'),
    digestChallenge(', qop="auth,auth-int", algorithm=MD5, opaque="0p"'),
    digestChallenge(', qop="auth", algorithm=SHA-512-256'),
    digestChallenge(', qop=auth, algorithm="MD5-sess"'),
    digestChallenge(', qop="auth", algorithm=SHA-256-sess'),
    digestChallenge(', algorithm=MD5-sess'),
    digestChallenge(''),
    `Basic realm="Digest, x", ${digestChallenge(', qop="auth"')}`,
  ])('respond to the challenge %s', async (challenge) => {
    const bodies: string[] = []
    const baseUrl = await serve(
      digestServer({ ...access, challenge }, async (request, response) => {
        bodies.push(await text(request))
        response.end('ok')
      }),
    )
    const init = { method: 'POST', body: 'text' }
    const path = '/v1/me?x=1,2&y=/'
    const { client, called } = clientOf([{ baseUrl, signer: { scheme: 'digest', ...access } }])
    expect((await client.fetch(step, path, init)).status).toBe(200)
    expect(bodies).toEqual(['text'])
    expect(called).toEqual(['credentials.issue'])
    const wrong = clientOf([{ baseUrl, signer: { scheme: 'digest', ...access, password: 'wrong' } }])
    expect((await wrong.client.fetch(step, path, init)).status).toBe(401)
    expect(wrong.called).toEqual(['credentials.issue', 'credentials.report', 'credentials.issue'])
  })

  it('do not send the password when the server requires another scheme, or a digest with an unknown algorithm', async () => {
    const received: (string | undefined)[] = []
    for (const challenge of ['Basic realm="x"', digestChallenge(', algorithm=SHA3-256')]) {
      const baseUrl = await serve((request, response) => {
        received.push(request.headers.authorization)
        response.writeHead(401, { 'www-authenticate': challenge }).end()
      })
      const { client } = clientOf([{ baseUrl, signer: { scheme: 'digest', ...access } }])
      expect((await client.fetch(step, '/')).status).toBe(401)
    }
    expect(received).toEqual(Array(4).fill(undefined))
  })
})
