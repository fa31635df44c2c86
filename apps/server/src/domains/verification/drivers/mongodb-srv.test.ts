import type { Document } from 'mongodb'
import { afterEach, describe, expect, it } from 'vitest'
import { useDriverTester } from '../../../../testing/drivers/driver-suite.ts'
import { serveOne } from '../../../../testing/protocols/mongodb-wire.ts'
import { scripted } from '../../../../testing/protocols/peer.ts'
import { type DnsZone, startDnsServer } from '../../../../testing/servers/dns-server.ts'
import { createRecordLookup } from '../../../platform/egress/dns-questions.ts'

/** The records of one cluster; the hosts of its servers are in its parent domain `example.com`. */
interface Records {
  name?: string
  SRV?: { host: string; port: number }[]
  TXT?: string[]
}

describe('the MongoDB check of a mongodb+srv address', () => {
  const tester = useDriverTester('mongodb', 'srv', () => ({
    host: 'cluster0.example.com',
    user: 'stepkey',
    password: 's3cret',
    tls: 'disable',
  }))
  const running: Awaited<ReturnType<typeof startDnsServer>>[] = []
  afterEach(() => {
    for (const server of running.splice(0)) server.close()
  })

  /** Verifies the login of a cluster with these records. Its servers are routed to ports of this machine. */
  async function verify(
    { name = 'cluster0.example.com', SRV, TXT }: Records,
    changes: Record<string, unknown> = {},
    options: Parameters<typeof tester.verify>[1] = {},
  ) {
    const { world } = tester
    const zone: DnsZone = {
      ...(SRV && { [`_mongodb._tcp.${name}`]: { SRV } }),
      ...(TXT && { [name]: { TXT } }),
    }
    const dns = await startDnsServer(zone)
    running.push(dns)
    world.ports.records = createRecordLookup([dns.address])
    for (const { host, port } of SRV ?? []) if (port > 0) world.route(host, port, port)
    return await tester.verify({ host: name, ...changes }, options)
  }

  async function serve(greeting: Document = {}) {
    const received: Document[] = []
    const port = await scripted(tester.world, (peer) =>
      serveOne(peer, 'stepkey', 's3cret', greeting, received),
    )
    return { port, received }
  }

  it('finds the servers by the SRV record, and rejects a wrong password', async () => {
    const { port } = await serve()
    const SRV = [{ host: 'db1.example.com', port }]
    expect(await verify({ SRV })).toMatchObject({
      outcome: 'verified',
      identity: 'stepkey',
      target: 'cluster0.example.com',
    })
    expect(await verify({ SRV }, { password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
  })

  it('tries all servers of the SRV record', async () => {
    const { port } = await serve()
    const SRV = [
      { host: 'db1.example.com', port: 1 },
      { host: 'db2.example.com', port },
    ]
    expect(await verify({ SRV })).toMatchObject({ outcome: 'verified', target: `db2.example.com:${port}` })
  })

  it('uses authSource and replicaSet of the TXT record, unless the user enters others', async () => {
    const { port, received } = await serve({ setName: 'rs0' })
    const SRV = [{ host: 'db1.example.com', port }]
    const sources = () => received.splice(0).flatMap((command) => command.speculativeAuthenticate?.db ?? [])
    expect(await verify({ SRV, TXT: ['authSource=app&replicaSet=rs0'] })).toMatchObject({
      outcome: 'rejected',
    })
    expect(sources()).toEqual(['app'])
    expect(
      await verify({ SRV, TXT: ['authSource=app&replicaSet=rs0'] }, { authSource: 'admin' }),
    ).toMatchObject({
      outcome: 'verified',
    })
    expect(await verify({ SRV, TXT: ['authSource=admin&replicaSet=rs1'] })).toMatchObject({
      reason: 'wrong_replica_set',
    })
    expect(await verify({ SRV, TXT: ['replicaSet=rs1'] }, { replicaSet: 'rs0' })).toMatchObject({
      outcome: 'verified',
    })
    expect(sources()).toEqual(['admin', 'admin', 'admin'])
  })

  it('signs in through a load balancer', async () => {
    const { port, received } = await serve({ serviceId: 's1' })
    const SRV = [{ host: 'lb.example.com', port }]
    expect(await verify({ SRV, TXT: ['loadBalanced=true'] })).toMatchObject({ outcome: 'verified' })
    expect(received[0]).toMatchObject({ loadBalanced: true })
    expect(await verify({ SRV, TXT: ['loadBalanced=false'] })).toMatchObject({ outcome: 'verified' })
  })

  it('reports a name without an SRV record', async () => {
    for (const records of [{}, { TXT: ['replicaSet=rs0'] }]) {
      expect(await verify(records)).toMatchObject({
        outcome: 'unreachable',
        reason: 'no_srv_record',
        target: 'cluster0.example.com',
      })
    }
  })

  it.each<[string, Records]>([
    ['a server of another domain', { SRV: [{ host: 'db1.example.org', port: 1 }] }],
    ['a server whose domain only ends like that', { SRV: [{ host: 'db1.badexample.com', port: 1 }] }],
    [
      'one such server among others',
      {
        SRV: [
          { host: 'db1.example.com', port: 1 },
          { host: 'db1.example.org', port: 1 },
        ],
      },
    ],
    ['the parent domain itself', { SRV: [{ host: 'example.com', port: 1 }] }],
    [
      'a name of two labels without a further one',
      {
        name: 'example.com',
        SRV: [{ host: 'example.com', port: 1 }],
      },
    ],
    ['a port of 0', { SRV: [{ host: 'db1.example.com', port: 0 }] }],
    ['a host name with a comma', { SRV: [{ host: 'elsewhere,db1.example.com', port: 1 }] }],
    [
      'too many servers',
      {
        SRV: Array.from({ length: 51 }, (_, n) => ({ host: `d${n}.example.com`, port: 1 })),
      },
    ],
    [
      'several TXT records',
      { SRV: [{ host: 'a.example.com', port: 1 }], TXT: ['authSource=a', 'replicaSet=b'] },
    ],
    ...[
      'tls=false',
      'authSource=admin&tlsInsecure=true',
      'authSource=',
      'loadBalanced=yes',
      'loadBalanced=true&replicaSet=rs0',
      'nonsense',
    ].map((text): [string, Records] => [
      `the TXT record ${text}`,
      { SRV: [{ host: 'a.example.com', port: 1 }], TXT: [text] },
    ]),
    [
      'a load balancer with several servers',
      {
        SRV: [
          { host: 'a.example.com', port: 1 },
          { host: 'b.example.com', port: 1 },
        ],
        TXT: ['loadBalanced=true'],
      },
    ],
  ])('refuses records with %s, and connects to nothing', async (_, records) => {
    const before = tester.world.dialled().length
    expect(await verify(records)).toMatchObject({ outcome: 'unexpected', reason: 'wrong_dns_records' })
    expect(tester.world.dialled()).toHaveLength(before)
  })

  it('accepts a server below a name of two labels', async () => {
    const { port } = await serve()
    const records = { name: 'example.com', SRV: [{ host: 'db1.example.com', port }] }
    expect(await verify(records)).toMatchObject({ outcome: 'verified' })
  })

  it('passes the servers through the address filter', async () => {
    let reached = 0
    const port = await tester.world.tcp(() => {
      reached++
    })
    tester.world.name('inside.example.com', ['127.0.0.1'])
    const SRV = [{ host: 'inside.example.com', port }]
    expect(await verify({ SRV }, {}, { allow: [] })).toMatchObject({
      outcome: 'blocked',
      reason: 'private_address',
    })
    expect(reached).toBe(0)
  })

  it('ends within the time limit when no DNS server answers', async () => {
    const silent = { name: 'silent.example.com' }
    expect(await verify(silent, {}, { deadline: 300 })).toMatchObject({ outcome: 'timeout' })
    const caller = new AbortController()
    const verification = verify(silent, {}, { signal: caller.signal })
    await expect.poll(() => running.at(-1)?.asked).toContain('silent.example.com')
    caller.abort()
    expect(await verification).toMatchObject({ outcome: 'unexpected', reason: 'cancelled' })
  })
})
