import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../../../testing/world.ts'
import { type AllowRule, isAllowed, parseAllowRule } from './address-filter.ts'
import { createEgress } from './egress.ts'

describe('the address filter', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::7f00:1',
    'fe80::1',
    'fd00:ec2::254',
    'fc00::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'not an address',
  ])('blocks %s', (address) => {
    expect(isAllowed(address, 443, 'example.com', [])).toBe(false)
  })

  it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111'])('allows %s', (address) => {
    expect(isAllowed(address, 443, 'example.com', [])).toBe(true)
  })

  it.each([
    ['127.0.0.1', '127.0.0.1', 9, 'x', true],
    ['127.0.0.1:5432', '127.0.0.1', 5432, 'x', true],
    ['127.0.0.1:5432', '127.0.0.1', 5433, 'x', false],
    ['10.0.0.0/8', '10.9.8.7', 1, 'x', true],
    ['10.0.0.0/8', '11.9.8.7', 1, 'x', true], // public anyway
    ['10.0.0.0/8:443', '10.9.8.7', 80, 'x', false],
    ['db.internal', '10.9.8.7', 1, 'DB.internal', true],
    ['db.internal', '10.9.8.7', 1, 'other.internal', false],
    ['db.internal:5432', '10.9.8.7', 5432, 'db.internal', true],
    ['::1', '::1', 1, 'x', true],
    ['[::1]:80', '::1', 80, 'x', true],
    ['[::1]:80', '::1', 81, 'x', false],
    ['fd00::/8', 'fd12::1', 1, 'x', true],
    ['127.0.0.1', '::ffff:127.0.0.1', 1, 'x', true],
  ])('with the rule %s returns for %s:%i of %s: %s', (rule, address, port, host, expected) => {
    expect(isAllowed(address, port, host, [parseAllowRule(rule) as AllowRule])).toBe(expected)
  })

  it.each([
    '',
    'http://x',
    '10.0.0.0/33',
    'a b',
    '1.2.3.4:0',
    '1.2.3.4:70000',
    '[::1',
    'x:y',
    '5432',
    '010.0.0.1',
    '10.0.0.300',
  ])('rejects the malformed rule “%s”', (text) => {
    expect(parseAllowRule(text)).toBeUndefined()
  })
})

describe('egress', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.close())
  const get = (url: string) => ({ method: 'GET', url: new URL(url), headers: {}, body: undefined })
  const soon = () => AbortSignal.timeout(2000)

  it.each([
    'http://127.0.0.1:9',
    'http://[::1]:9',
    'http://2130706433:9',
    'http://0x7f.1:9',
    'http://localhost:9',
    'http://[::ffff:7f00:1]:9',
  ])('blocks %s in every notation', async (url) => {
    await expect(createEgress([], world.ports).fetch(get(url), soon())).rejects.toMatchObject({
      name: 'Blocked',
    })
  })

  it('dials the checked address, even if the name resolves differently later', async () => {
    let lookups = 0
    const dialled: string[] = []
    const egress = createEgress([], {
      ...world.ports,
      lookup: async () => (++lookups === 1 ? ['93.184.216.34'] : ['127.0.0.1']),
      dial: (address) => {
        dialled.push(address)
        throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
      },
    })
    await expect(egress.connect('rebinding.example', 80, soon())).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
    expect({ lookups, dialled }).toEqual({ lookups: 1, dialled: ['93.184.216.34'] })
  })

  it('blocks a name if one of its addresses is private', async () => {
    world.name('half.example', ['93.184.216.34', '192.168.0.1'])
    await expect(createEgress([], world.ports).connect('half.example', 80, soon())).rejects.toMatchObject({
      name: 'Blocked',
    })
  })

  it('tries the next address if one refuses the connection', async () => {
    const port = await world.tcp((socket) => socket.end())
    world.name('two.example', ['93.184.1.1', '93.184.1.2'])
    const dialled: string[] = []
    const egress = createEgress([], {
      ...world.ports,
      dial: (address) => {
        dialled.push(address)
        return world.ports.dial('127.0.0.1', address.endsWith('.2') ? port : 1)
      },
    })
    const socket = await egress.connect('two.example', 80, soon())
    socket.destroy()
    expect(dialled).toEqual(['93.184.1.1', '93.184.1.2'])
  })

  it('sends exactly the given request', async () => {
    let seen: unknown
    const base = await world.http(async (request, response) => {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      seen = {
        method: request.method,
        url: request.url,
        key: request.headers['x-key'],
        body: Buffer.concat(chunks).toString(),
      }
      response.writeHead(201, { 'x-many': ['a', 'b'] }).end('grüße')
    })
    const egress = createEgress([parseAllowRule('127.0.0.1') as AllowRule], world.ports)
    const answer = await egress.fetch(
      { method: 'POST', url: new URL(`${base}/path?q=1`), headers: { 'x-key': 'k' }, body: '{"a":1}' },
      soon(),
    )
    expect(seen).toEqual({ method: 'POST', url: '/path?q=1', key: 'k', body: '{"a":1}' })
    expect(answer).toMatchObject({ status: 201, body: 'grüße', headers: { 'x-many': 'a, b' } })
  })
})
