import net from 'node:net'
import { catalog } from '@stepkey/shared/catalog/index'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWorld, noRecords, type World } from '../../../testing/world.ts'
import { verifyValues } from '../../domains/verification/verify.ts'
import { Secret } from '../secret.ts'
import { createEgress, type EgressPorts } from './egress.ts'

/**
 * Tests every known notation of internal addresses, through the HTTP component and through a driver's connection. Every
 * connection that passes the filter ends at a canary server on loopback.
 */
const INSIDE = [
  '127.0.0.1',
  '127.255.255.254',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.0.1',
  '169.254.169.254', // metadata of most clouds
  '169.254.170.2', // credentials of containers
  '100.64.0.1',
  '100.100.100.200', // metadata of Alibaba Cloud
  '168.63.129.16', // the platform of Azure
  '192.0.0.192', // metadata of Oracle Cloud
  '198.18.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
]
const INSIDE_6 = [
  '::1',
  '::',
  'fe80::1',
  'fe80::a9fe:a9fe',
  'fc00::1',
  'fd00::1',
  'fd00:ec2::254', // metadata of AWS
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001:db8::1',
  '2001::7f00:1', // Teredo
]

/** Returns the notations of an address that some parsers are known to accept. */
function notations(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  const whole = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
  const hex = (n: number) => `0x${n.toString(16)}`
  const octal = (n: number) => `0${n.toString(8)}`
  const high = ((a << 8) | b).toString(16)
  const low = ((c << 8) | d).toString(16)
  return [
    address,
    `${address}.`,
    String(whole),
    hex(whole),
    octal(whole),
    [a, b, c, d].map(hex).join('.'),
    [a, b, c, d].map(octal).join('.'),
    `${a}.${b}.${(c << 8) | d}`,
    `${a}.${whole & 0xffffff}`,
    `${hex(a)}.${octal(b)}.${c}.${d}`,
    `[::ffff:${address}]`,
    `[::ffff:${high}:${low}]`,
    `[::${address}]`,
    `[0:0:0:0:0:ffff:${address}]`,
    `[64:ff9b::${address}]`,
    `[64:ff9b:1::${address}]`,
    `[2002:${high}:${low}::1]`,
    [...address]
      .map((sign) => (/\d/.test(sign) ? String.fromCodePoint(0xff10 + Number(sign)) : sign))
      .join(''),
  ]
}

const NAMES: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'localhost.localdomain': ['127.0.0.1'],
  'inside.example': ['10.0.0.7'],
  'metadata.google.internal': ['169.254.169.254'],
  'half.example': ['93.184.216.34', '192.168.1.1'],
  'last.example': ['93.184.216.34', '93.184.216.35', '::1'],
  'mapped.example': ['::ffff:10.0.0.1'],
  'nowhere.example': [],
  'strange.example': ['not an address'],
  'zone.example': ['fe80::1%eth0'],
}

const hosts = [
  ...INSIDE.flatMap(notations),
  ...INSIDE_6.flatMap((one) => [`[${one}]`, one]),
  ...Object.keys(NAMES),
]

describe('hostile targets', () => {
  let world: World
  let canary: number
  /** The connections that passed the filter. */
  const reached: string[] = []

  beforeAll(async () => {
    world = await createWorld()
    canary = await world.tcp(() => {
      reached.push('the canary')
    })
  })
  afterAll(() => world.close())
  beforeEach(() => {
    reached.length = 0
  })

  const ports = (lookup: EgressPorts['lookup']): EgressPorts => ({
    lookup,
    records: noRecords,
    dial: (address) => {
      reached.push(address)
      return net.connect(canary, '127.0.0.1')
    },
  })
  /** Resolves numbers in every notation to an address, as some system resolvers do. */
  const resolver: EgressPorts['lookup'] = async (host) => {
    return NAMES[host] ?? (/^[\d.xa-f]+$/i.test(host) ? ['127.0.0.1'] : [])
  }

  async function ask(baseUrl: string, testPath = '/', lookup = resolver) {
    const { bearer } = catalog.http.methods
    const parsed = bearer.fields.safeParse({ baseUrl, testPath, token: 's3cret' })
    if (!parsed.success) return 'refused as input'
    const egress = createEgress([], ports(lookup))
    try {
      const { outcome } = await verifyValues(bearer, new Secret(parsed.data), {
        egress,
        clock: () => new Date(),
        deadline: 3000,
      })
      return outcome
    } catch (error) {
      return (error as { code?: string }).code === 'invalid_input' ? 'refused as input' : `${error}`
    }
  }
  const harmless = /^(blocked|unreachable|refused as input)$/

  it('include at least three hundred notations', () => {
    expect(new Set(hosts).size).toBeGreaterThan(300)
  })

  it('are not reached through the HTTP component, in any notation', async () => {
    for (const host of hosts) {
      for (const address of [`http://${host}`, `https://${host}:8443/`]) {
        expect(await ask(address), address).toMatch(harmless)
      }
    }
    expect(reached).toEqual([])
  })

  it('are not reached by drivers, in any notation', async () => {
    const egress = createEgress([], ports(resolver))
    for (const host of hosts) {
      const name = host.replace(/^\[|\]$/g, '')
      await expect(egress.connect(name, 5432, AbortSignal.timeout(1000)), host).rejects.toThrow()
    }
    expect(reached).toEqual([])
  })

  it.each([
    'http://user:password@10.0.0.1/',
    'http://93.184.216.34@10.0.0.1/',
    'http://10.0.0.1#@93.184.216.34/',
    'http://public.example\\@10.0.0.1/',
    'http:10.0.0.1',
    'http:///10.0.0.1',
    'http://[::ffff:7f00:1]:80',
    'http://127.0.0.1%2f.example.com',
    'http://127。0。0。1/',
    'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
    'http://127.0.0.1:80:80/',
    'gopher://10.0.0.1/',
    'file:///etc/passwd',
    'ftp://10.0.0.1/',
    'unix:/var/run/docker.sock',
    'http://unix:/var/run/docker.sock:/',
    'http://0/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1%25lo]/',
  ])('are not reached as the base URL %s', async (baseUrl) => {
    expect(await ask(baseUrl)).toMatch(harmless)
    expect(reached).toEqual([])
  })

  it.each([
    '@10.0.0.1/',
    '//10.0.0.1/',
    '/\\10.0.0.1/',
    '\\\\10.0.0.1/',
    'http://10.0.0.1/',
    '.10.0.0.1/',
    ':80@10.0.0.1/',
    '/..//10.0.0.1/',
    '/\t/10.0.0.1',
    '?@10.0.0.1',
    '#@10.0.0.1',
  ])('are not reached by the test path %s', async (testPath) => {
    // The base URL has a public name without a server in the test world.
    const lookedUp: string[] = []
    const outcome = await ask('https://api.example', testPath, async (host) => {
      lookedUp.push(host)
      return []
    })
    expect(outcome).toMatch(harmless)
    expect(lookedUp.filter((host) => host !== 'api.example')).toEqual([])
    expect(reached).toEqual([])
  })

  it('are not reached by a name that changes between look-up and connection', async () => {
    const dialled: string[] = []
    let turn = 0
    const egress = createEgress([], {
      records: noRecords,
      lookup: async () => (turn++ % 2 === 0 ? ['93.184.216.34'] : ['127.0.0.1']),
      dial: (address) => {
        dialled.push(address)
        throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
      },
    })
    for (let round = 0; round < 10; round++) {
      await expect(egress.connect('rebinding.example', 80, AbortSignal.timeout(1000))).rejects.toThrow()
    }
    expect(new Set(dialled)).toEqual(new Set(['93.184.216.34']))
  })

  it('are not reached through a redirect', async () => {
    const egress = createEgress([], world.ports)
    for (const status of [301, 302, 303, 307, 308]) {
      await world.https('hop.example', (_request, response) => {
        response.writeHead(status, { location: `http://127.0.0.1:${canary}/` }).end()
      })
      const answer = await egress.fetch(
        { method: 'GET', url: new URL('https://hop.example/'), headers: {}, body: undefined },
        AbortSignal.timeout(2000),
      )
      expect(answer.status).toBe(status)
    }
    expect(reached).toEqual([])
  })
})
