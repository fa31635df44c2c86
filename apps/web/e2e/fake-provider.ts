import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A stand-in for somebody else's application: people agree there that Stepkey gets at their data. */
export interface FakeProvider {
  url: string
  /** The values of a credential for it, but for how access is granted. */
  values: Record<string, unknown>
  /** Who is signed in there. */
  person: string
  /** Whether it takes tokens for now. */
  isUp: boolean
  /** Whether its pages cut themselves off from whoever opened them. */
  isAloof: boolean
  /** What has been taken back. */
  revoked: string[]
  /** Lets the person enter the code that was shown. */
  enterCode(userCode: string): void
  close(): void
}

const CLIENT = { id: 'stepkey-journeys', secret: 'made up for journeys' }

export async function startFakeProvider(): Promise<FakeProvider> {
  const codes = new Map<string, { challenge: string; redirectUri: string }>()
  const devices = new Map<string, { userCode: string; isEntered: boolean }>()
  /** And whose they are. */
  const tokens = new Map<string, string>()

  const grant = () => {
    const token = randomUUID()
    tokens.set(token, vendor.person)
    return { access_token: token, refresh_token: randomUUID(), token_type: 'Bearer', expires_in: 3600 }
  }

  function authorize(query: URLSearchParams, response: ServerResponse) {
    const redirectUri = query.get('redirect_uri') ?? ''
    const code = randomUUID()
    codes.set(code, { challenge: query.get('code_challenge') ?? '', redirectUri })
    const back = (parameters: Record<string, string>) => {
      const url = new URL(redirectUri)
      url.search = `${new URLSearchParams({ ...parameters, state: query.get('state') ?? '' })}`
      return url.href.replaceAll('&', '&amp;')
    }
    response
      .writeHead(200, {
        'content-type': 'text/html',
        ...(vendor.isAloof && { 'cross-origin-opener-policy': 'same-origin' }),
      })
      .end(
        `<title>Vendor</title><h1>May Stepkey get at your data?</h1>
         <a href="${back({ code })}">Allow</a> <a href="${back({ error: 'access_denied' })}">Deny</a>`,
      )
  }

  function token(form: URLSearchParams, isClient: boolean): [number, unknown] {
    if (!isClient) return [401, { error: 'invalid_client' }]
    if (form.get('grant_type')?.endsWith(':device_code')) {
      const device = devices.get(form.get('device_code') ?? '')
      if (!device) return [400, { error: 'expired_token' }]
      return device.isEntered ? [200, grant()] : [400, { error: 'authorization_pending' }]
    }
    const known = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isGood = known?.challenge === challenge && known.redirectUri === form.get('redirect_uri')
    return isGood ? [200, grant()] : [400, { error: 'invalid_grant' }]
  }

  function device(): [number, unknown] {
    const deviceCode = randomUUID()
    const userCode = `WDJB-${Math.floor(1000 + Math.random() * 9000)}`
    devices.set(deviceCode, { userCode, isEntered: false })
    return [
      200,
      {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: `${vendor.url}/device`,
        expires_in: 600,
        interval: 1,
      },
    ]
  }

  function revoke(form: URLSearchParams): [number, unknown] {
    const taken = form.get('token') ?? ''
    tokens.delete(taken)
    vendor.revoked.push(taken)
    return [200, {}]
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', vendor.url)
    if (pathname === '/authorize') return authorize(searchParams, response)
    const form = new URLSearchParams(await bodyOf(request))
    const isClient = request.headers.authorization === `Basic ${btoa(basicPair())}`
    const answers: Record<string, () => [number, unknown]> = {
      '/token': () => token(form, isClient),
      '/device/code': device,
      '/revoke': () => revoke(form),
      '/me': () => {
        if (!vendor.isUp) return [503, {}]
        const email = tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '')
        return email ? [200, { email }] : [401, {}]
      },
    }
    const [status, json] = answers[pathname]?.() ?? [404, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const vendor: FakeProvider = {
    url,
    values: {
      clientId: CLIENT.id,
      client: { kind: 'basic', secret: CLIENT.secret },
      baseUrl: url,
      testPath: '/me',
    },
    person: 'alice@example.com',
    isUp: true,
    isAloof: false,
    revoked: [],
    enterCode(userCode) {
      for (const device of devices.values()) if (device.userCode === userCode) device.isEntered = true
    },
    close: () => server.close(),
  }
  return vendor
}

const basicPair = () =>
  [CLIENT.id, CLIENT.secret].map((part) => encodeURIComponent(part).replaceAll('%20', '+')).join(':')

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}
