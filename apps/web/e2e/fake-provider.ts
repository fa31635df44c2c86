import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A fake OAuth provider whose users can grant Stepkey access. */
export interface FakeProvider {
  url: string
  /** The values of a credential, without those of the grant. */
  values: Record<string, unknown>
  /** The e-mail address of the signed-in user of the provider. */
  userEmail: string
  /** Whether its API is available. */
  isAvailable: boolean
  /** Whether its pages are isolated from their opener (Cross-Origin-Opener-Policy). */
  isIsolated: boolean
  /** The revoked tokens. */
  revoked: string[]
  /** Enters a user code, as on another device. */
  enterCode(userCode: string): void
  close(): void
}

const CLIENT = { id: 'stepkey-journeys', secret: 'made up for journeys' }

/** Starts a fake provider on a free port. */
export async function startFakeProvider(): Promise<FakeProvider> {
  const codes = new Map<string, { challenge: string; redirectUri: string; scope: string | null }>()
  const devices = new Map<string, { userCode: string; isEntered: boolean }>()
  /** The e-mail addresses by access token. */
  const tokens = new Map<string, string>()

  const grant = (scope: string | null = null) => {
    const token = randomUUID()
    tokens.set(token, provider.userEmail)
    return {
      access_token: token,
      refresh_token: randomUUID(),
      token_type: 'Bearer',
      expires_in: 3600,
      ...(scope && { scope }),
    }
  }

  function authorize(query: URLSearchParams, response: ServerResponse) {
    const redirectUri = query.get('redirect_uri') ?? ''
    const code = randomUUID()
    codes.set(code, { challenge: query.get('code_challenge') ?? '', redirectUri, scope: query.get('scope') })
    const back = (parameters: Record<string, string>) => {
      const url = new URL(redirectUri)
      url.search = `${new URLSearchParams({ ...parameters, state: query.get('state') ?? '' })}`
      return url.href.replaceAll('&', '&amp;')
    }
    response
      .writeHead(200, {
        'content-type': 'text/html',
        ...(provider.isIsolated && { 'cross-origin-opener-policy': 'same-origin' }),
      })
      .end(
        `<title>Provider</title><h1>Allow Stepkey to access your data?</h1>
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
    const grantedCode = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isValid =
      grantedCode?.challenge === challenge && grantedCode.redirectUri === form.get('redirect_uri')
    return isValid ? [200, grant(grantedCode.scope)] : [400, { error: 'invalid_grant' }]
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
        verification_uri: `${provider.url}/device`,
        expires_in: 600,
        interval: 1,
      },
    ]
  }

  function revoke(form: URLSearchParams): [number, unknown] {
    const revokedToken = form.get('token') ?? ''
    tokens.delete(revokedToken)
    provider.revoked.push(revokedToken)
    return [200, {}]
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', provider.url)
    if (pathname === '/authorize') return authorize(searchParams, response)
    const form = new URLSearchParams(await bodyOf(request))
    const isClient = request.headers.authorization === `Basic ${btoa(basicPair())}`
    const answers: Record<string, () => [number, unknown]> = {
      '/token': () => token(form, isClient),
      '/device/code': device,
      '/revoke': () => revoke(form),
      '/me': () => {
        if (!provider.isAvailable) return [503, {}]
        const email = tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '')
        return email ? [200, { email }] : [401, {}]
      },
    }
    const [status, json] = answers[pathname]?.() ?? [404, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const provider: FakeProvider = {
    url,
    values: {
      clientId: CLIENT.id,
      client: { kind: 'basic', secret: CLIENT.secret },
      baseUrl: url,
      testPath: '/me',
    },
    userEmail: 'alice@example.com',
    isAvailable: true,
    isIsolated: false,
    revoked: [],
    enterCode(userCode) {
      for (const device of devices.values()) if (device.userCode === userCode) device.isEntered = true
    },
    close: () => server.close(),
  }
  return provider
}

const basicPair = () =>
  [CLIENT.id, CLIENT.secret].map((part) => encodeURIComponent(part).replaceAll('%20', '+')).join(':')

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}
