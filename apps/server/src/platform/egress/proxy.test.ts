import net from 'node:net'
import { catalog } from '@stepkey/shared/catalog/index'
import { Server as ProxyServer } from 'proxy-chain'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../../../testing/world.ts'
import { readConfig } from '../../config.ts'
import { verifyValues } from '../../domains/verification/verify.ts'
import { Secret } from '../secret.ts'
import { parseAllowRule } from './address-filter.ts'
import { createEgress } from './egress.ts'
import { parseNoProxyRule, parseProxy, proxyAuthorization, proxyFor } from './proxy.ts'

const rulesOf = (noProxy: string) =>
  readConfig({ ...base, HTTPS_PROXY: 'a:1', NO_PROXY: noProxy }).proxies?.except ?? []
const base = { DATA_DIR: '/tmp', DATABASE_URL: 'postgres://x', KEY_FILE: '/tmp/k' }

describe('proxyFor', () => {
  const secure = new URL('http://proxy.example:3128')
  const plain = new URL('http://plain.example:3128')
  const chosen = (noProxy: string, host: string, port = 443, isPlain = false) =>
    proxyFor({ secure, plain, except: rulesOf(noProxy) }, { host, port, isPlain })

  it('chooses the proxy by whether the connection is plain http', () => {
    expect(chosen('', 'api.example')).toBe(secure)
    expect(chosen('', 'api.example', 80, true)).toBe(plain)
    expect(proxyFor({ secure, except: [] }, { host: 'api.example', port: 80, isPlain: true })).toBeUndefined()
    expect(proxyFor(undefined, { host: 'api.example', port: 443, isPlain: false })).toBeUndefined()
  })

  it.each([
    ['api.example', 'api.example'],
    ['api.example', 'v2.api.example'],
    ['.example', 'api.example'],
    ['*.example', 'api.example'],
    ['API.example', 'api.EXAMPLE'],
    ['api.example.', 'api.example'],
    ['other.example, api.example', 'api.example'],
    ['other.example api.example', 'api.example'],
    ['10.0.0.0/8', '10.1.2.3'],
    ['10.1.2.3', '10.1.2.3'],
    ['fd00::/8', 'fd00::1'],
    ['fd00::1', '[fd00::1]'],
    ['api.example:443', 'api.example'],
    ['10.1.2.3:443', '10.1.2.3'],
    ['[fd00::1]:443', 'fd00::1'],
    ['10.1.2.3/32', '10.1.2.3'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['*', 'api.example'],
  ])('with NO_PROXY=%s reaches %s directly', (noProxy, host) => {
    expect(chosen(noProxy, host)).toBeUndefined()
  })

  it.each([
    ['api.example', 'notapi.example'],
    ['api.example:8443', 'api.example'],
    ['10.0.0.0/8', '11.1.2.3'],
    ['10.0.0.0/8', '10.example'],
    ['10.1.2.3:80', '10.1.2.3'],
    ['fd00::/8', '10.1.2.3'],
  ])('with NO_PROXY=%s reaches %s through the proxy', (noProxy, host) => {
    expect(chosen(noProxy, host)).toBe(secure)
  })

  it('always reaches this machine directly', () => {
    for (const host of ['localhost', 'db.localhost', '127.0.0.1', '127.9.9.9', '[::1]', '::ffff:127.0.0.1']) {
      expect(chosen('', host)).toBeUndefined()
    }
  })
})

describe('the settings', () => {
  const proxies = (settings: Record<string, string>) => readConfig({ ...base, ...settings }).proxies

  it('are those of other programs, or those of Stepkey alone', () => {
    expect(proxies({})).toBeUndefined()
    expect(proxies({ HTTPS_PROXY: 'http://a:1', HTTP_PROXY: 'b:2', NO_PROXY: 'x' })).toMatchObject({
      secure: new URL('http://a:1'),
      plain: new URL('http://b:2'),
      except: [{ host: 'x' }],
    })
    expect(proxies({ https_proxy: 'http://a:1' })).toEqual({ secure: new URL('http://a:1'), except: [] })
    expect(proxies({ EGRESS_PROXY: 'http://c:3', HTTPS_PROXY: 'http://a:1' })).toMatchObject({
      secure: new URL('http://c:3'),
      plain: new URL('http://c:3'),
    })
    expect(proxies({ EGRESS_PROXY: 'off', HTTPS_PROXY: 'http://a:1' })).toBeUndefined()
  })

  it.each([
    ['http://user:p%40ss@a:1', 'user:p@ss'],
    ['http://user:100%@a:1', 'user:100%'],
    ['http://:token@a:1', ':token'],
    ['http://user@a:1', 'user:'],
  ])('sign in to the proxy %s as %s', (address, login) => {
    const { 'proxy-authorization': header = '' } = proxyAuthorization(new URL(address))
    expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe(login)
  })

  it('are refused with advice, and without their password', () => {
    for (const address of ['ftp://a:1', 'http://', 'http://user:s3cret@a:1/path', 'socks5://a:1']) {
      expect(parseProxy(address)).toBeUndefined()
      expect(() => proxies({ HTTPS_PROXY: address })).toThrow(/^HTTPS_PROXY must be the address of a proxy/)
      expect(() => proxies({ HTTPS_PROXY: address })).not.toThrow('s3cret')
    }
  })
})

describe('NO_PROXY', () => {
  it.each([
    '10.*',
    '192.168.1.*',
    'api.*.example',
    '*example',
    '10/8',
    '10.1',
    '10.0.0.0/33',
    'example/8',
    '10.0.0.0/8:443',
    '[10.1.2.3]',
    'https://api.example',
    'api.example/path',
    'api.example|b.example',
    'a.example;b.example',
    '<local>',
    'api.example:0',
    'api.example:99999',
    'api.example:',
    ':443',
    '*:443',
    '.',
    '-10.0.0.1-10.0.0.9?',
  ])('refuses %s with advice', (entry) => {
    expect(parseNoProxyRule(entry)).toBeUndefined()
    expect(() => rulesOf(`ok.example, ${entry}`)).toThrow(
      `NO_PROXY contains “${entry}”, which is not a host, address or network. Use for example`,
    )
  })
})

/** Uses a real proxy, which records what it is asked for. */
describe('an egress with a proxy', () => {
  let world: World
  let proxy: ProxyServer
  let address: string
  const asked: string[] = []
  let answer: 'open' | 'refuse' = 'open'

  beforeAll(async () => {
    world = await createWorld()
    proxy = new ProxyServer({
      port: 0,
      host: '127.0.0.1',
      prepareRequestFunction: ({ username, password, hostname, port, isHttp }) => {
        asked.push(`${isHttp ? 'http' : 'CONNECT'} ${hostname}:${port}`)
        if (username !== 'stepkey' || password !== 'p@ss') return { requestAuthentication: true }
        if (answer === 'refuse') return { failMsg: 'not allowed', requestAuthentication: true }
        // The names of the test world are known only there.
        return { dnsLookup: lookUp as never }
      },
    })
    await proxy.listen()
    world.route('proxy.example', 3128, proxy.port)
    address = 'http://stepkey:p%40ss@proxy.example:3128'
  })
  afterEach(() => {
    asked.length = 0
    answer = 'open'
  })
  afterAll(async () => {
    await proxy.close(true)
    await world.close()
  })
  const lookUp = (_host: string, { all }: { all?: boolean }, done: (...answer: unknown[]) => void) =>
    all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)

  const egressWith = ({ url = address, noProxy = '', allow = [] as string[] } = {}) => {
    const proxyUrl = new URL(url)
    return createEgress(
      allow.map((rule) => parseAllowRule(rule) ?? {}),
      world.ports,
      { proxies: { secure: proxyUrl, plain: proxyUrl, except: rulesOf(noProxy) } },
    )
  }
  const signal = () => AbortSignal.timeout(5000)
  const get = (egress: ReturnType<typeof egressWith>, url: string) =>
    egress.fetch({ method: 'GET', url: new URL(url), headers: { 'x-key': 'k' }, body: undefined }, signal())

  it('sends https through CONNECT, and verifies the certificate of the target', async () => {
    const server = await world.https('api.example', (request, response) => {
      response.end(String(request.headers['x-key'] ?? request.headers['proxy-authorization']))
    })
    const { port } = server.address() as net.AddressInfo
    world.name('api.example', ['93.184.216.34'])
    expect(await get(egressWith(), `https://api.example:${port}/me`)).toMatchObject({
      status: 200,
      body: 'k',
    })
    expect(asked.at(-1)).toBe(`CONNECT api.example:${port}`)
    world.name('other.example', ['93.184.216.35'])
    await expect(get(egressWith(), `https://other.example:${port}/me`)).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })

  it('sends plain http through CONNECT, so that all answers are those of the target', async () => {
    const base = new URL(
      await world.http((request, response) =>
        response.writeHead(407).end(`${request.url} ${request.headers['proxy-authorization']}`),
      ),
    )
    world.name('plain.example', ['93.184.216.36'])
    const response = await get(egressWith(), `http://plain.example:${base.port}/me?a=1`)
    expect(response).toMatchObject({ status: 407, body: '/me?a=1 undefined' })
    expect(asked.at(-1)).toBe(`CONNECT plain.example:${base.port}`)
  })

  it('connects drivers through CONNECT', async () => {
    const port = await world.tcp((socket) => {
      socket.once('data', (data) => socket.end(data.toString().startsWith('*') ? '-WRONGPASS x\r\n' : ''))
    })
    world.name('redis.example', ['93.184.216.37'])
    const { password } = catalog.redis.methods
    const values = { host: 'redis.example', port, password: 's3cret', tls: 'disable' }
    const verification = await verifyValues(password, new Secret(password.fields.parse(values)), {
      egress: egressWith(),
      clock: () => new Date(),
    })
    expect(verification).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    expect(asked.at(-1)).toBe(`CONNECT redis.example:${port}`)
  })

  it('asks for a name that only the proxy can resolve, unless it is an internal one', async () => {
    const port = await world.tcp((socket) => socket.end())
    const egress = egressWith()
    await expect(egress.connect('elsewhere.example', port, signal())).resolves.toBeInstanceOf(net.Socket)
    const unusualAddresses = ['10.7', '0xa.7', '169.254.43518', '10.0.0.7.', '１０.０.０.７']
    const internal = ['intranet', 'db.internal', 'printer.local', 'metadata.google.internal', 'x.home.arpa']
    for (const host of [...internal, ...unusualAddresses]) {
      await expect(egress.connect(host, port, signal())).rejects.toMatchObject({ name: 'Blocked' })
    }
    expect(asked).toEqual([`CONNECT elsewhere.example:${port}`])
    await egressWith({ allow: ['db.internal'] }).connect('db.internal', port, signal())
    expect(asked.at(-1)).toBe(`CONNECT db.internal:${port}`)
  })

  it('does not ask the proxy for private addresses', async () => {
    world.name('rebound.example', ['93.184.216.38', '10.0.0.7'])
    for (const host of ['10.0.0.7', '169.254.169.254', '[fd00::1]', 'rebound.example']) {
      await expect(egressWith().connect(host, 443, signal())).rejects.toMatchObject({ name: 'Blocked' })
      await expect(get(egressWith(), `http://${host}/`)).rejects.toThrow()
    }
    expect(asked).toEqual([])
  })

  it('reaches the hosts of NO_PROXY directly', async () => {
    await world.https('direct.example', (_request, response) => response.end('direct'))
    expect(await get(egressWith({ noProxy: '.example' }), 'https://direct.example/')).toMatchObject({
      body: 'direct',
    })
    expect(asked).toEqual([])
  })

  const verify = async (egress: ReturnType<typeof egressWith>, baseUrl: string) =>
    await verifyValues(
      catalog.http.methods.bearer,
      new Secret({ baseUrl, testPath: '/me', token: 's3cret' }),
      { egress, clock: () => new Date() },
    )
  const proxyRefused = { outcome: 'unreachable', reason: 'proxy_refused' } as const

  it('reports a refusal of the proxy as one', async () => {
    world.name('closed.example', ['93.184.216.39'])
    answer = 'refuse'
    for (const baseUrl of ['https://closed.example', 'http://closed.example']) {
      const verification = await verify(egressWith(), baseUrl)
      expect(verification).toMatchObject(proxyRefused)
      expect(verification.message).not.toContain('proxy.example')
    }
  })

  it.each([
    'HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno',
    'HTTP/1.1 401 Unauthorized\r\n\r\n',
    'HTTP/1.1 502 Bad Gateway\r\nvia: 1.1 squid\r\n\r\n',
    'SSH-2.0-OpenSSH_9.6\r\n',
    'HTTP/1.1 abc\r\n\r\n',
    '\0'.repeat(100),
    '',
  ])('reports %j as an answer of the proxy, not of the target', async (text) => {
    world.name('behind.example', ['93.184.216.40'])
    const port = await world.tcp((socket) => socket.once('data', () => socket.end(text)))
    for (const baseUrl of ['https://behind.example', 'http://behind.example']) {
      expect(await verify(egressWith({ url: `http://127.0.0.1:${port}` }), baseUrl)).toMatchObject(
        proxyRefused,
      )
    }
  })

  it('reports a proxy that can’t be reached', async () => {
    world.name('behind.example', ['93.184.216.40'])
    const egress = egressWith({ url: 'http://127.0.0.1:1' })
    expect(await verify(egress, 'https://behind.example')).toMatchObject(proxyRefused)
    const silent = await world.tcp(() => {})
    const waiting = egressWith({ url: `http://127.0.0.1:${silent}` })
    await expect(waiting.connect('behind.example', 443, AbortSignal.timeout(50))).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })
})
