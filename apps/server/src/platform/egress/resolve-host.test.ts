import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHostResolver } from './resolve-host.ts'

const [A, AAAA] = [1, 28]
/** The records of the DNS server by name and type. It is silent about names that begin with `silent`. */
const records: Record<string, Record<number, number[]>> = {
  'alive.example': { [A]: [93, 184, 216, 34] },
  'both.example': { [A]: [93, 184, 216, 35], [AAAA]: [0x26, 6, ...Array(13).fill(0), 1] },
  'db.internal.example': { [A]: [10, 0, 0, 7] },
}

describe('the resolution of host names', () => {
  let server: Socket
  let folder: string
  let resolveHost: ReturnType<typeof createHostResolver>
  const asked: string[] = []
  const signal = new AbortController().signal

  beforeAll(async () => {
    server = createSocket('udp4')
    server.on('message', (query, { port, address }) => {
      const reply = answer(query)
      if (reply) server.send(reply, port, address)
    })
    server.bind(0, '127.0.0.1')
    await once(server, 'listening')
    folder = await mkdtemp(join(tmpdir(), 'stepkey-dns-'))
    const hostsFile = join(folder, 'hosts')
    const resolvConf = join(folder, 'resolv.conf')
    await writeFile(
      hostsFile,
      '# comment\n192.0.2.1\tfixed.example Alias.example # another\n2001:db8::1 fixed.example\n',
    )
    await writeFile(resolvConf, 'nameserver 192.0.2.53\nsearch other.example internal.example\n')
    const servers = [`127.0.0.1:${(server.address() as AddressInfo).port}`]
    resolveHost = createHostResolver({ servers, hostsFile, resolvConf })
  })
  afterAll(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })

  /** Answers a query as RFC 1035 describes: with the records of the name, or that there is none. */
  function answer(query: Buffer): Buffer | undefined {
    const labels: string[] = []
    let at = 12
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length))
      at += length + 1
    }
    const name = labels.join('.').toLowerCase()
    const type = query.readUInt16BE(at + 1)
    asked.push(name)
    if (name.startsWith('silent')) return undefined
    const address = records[name]?.[type]
    const header = Buffer.from(query.subarray(0, 12))
    const isUnknown = !records[name]
    const isBroken = name.startsWith('broken')
    header.writeUInt16BE(0x8180 | (isBroken ? 2 : isUnknown ? 3 : 0), 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(address ? 1 : 0, 6)
    header.writeUInt32BE(0, 8)
    const question = query.subarray(12, at + 5)
    if (!address) return Buffer.concat([header, question])
    const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, address.length, ...address])
    return Buffer.concat([header, question, record])
  }

  it('returns the addresses of DNS, IPv4 first', async () => {
    expect(await resolveHost('alive.example', signal)).toEqual(['93.184.216.34'])
    expect(await resolveHost('Both.example.', signal)).toEqual(['93.184.216.35', '2606::1'])
  })

  it('returns none for unknown names', async () => {
    expect(await resolveHost('absent.example', signal)).toEqual([])
  })

  it('prefers the hosts file', async () => {
    asked.length = 0
    expect(await resolveHost('fixed.example', signal)).toEqual(['192.0.2.1', '2001:db8::1'])
    expect(await resolveHost('alias.example', signal)).toEqual(['192.0.2.1'])
    expect(await resolveHost('localhost', signal)).toEqual(['127.0.0.1'])
    expect(asked).toEqual([])
  })

  it('completes names without a dot with the search domains', async () => {
    expect(await resolveHost('db', signal)).toEqual(['10.0.0.7'])
  })

  it('does not delay names by others whose servers are silent', async () => {
    const control = new AbortController()
    let settled = 0
    const silent = Array.from({ length: 100 }, (_, n) =>
      resolveHost(`silent${n}.example`, control.signal)
        .catch((error) => error)
        .finally(() => settled++),
    )
    await expect
      .poll(() => asked.filter((name) => name.startsWith('silent')).length)
      .toBeGreaterThanOrEqual(200)
    expect(await resolveHost('alive.example', signal)).toEqual(['93.184.216.34'])
    expect(settled).toBe(0)
    control.abort()
    for (const error of await Promise.all(silent)) expect(error).toMatchObject({ code: 'EAI_AGAIN' })
  })

  it('reports servers that fail or can’t be reached as a temporary failure of the name', async () => {
    await expect(resolveHost('broken.example', signal)).rejects.toMatchObject({ code: 'EAI_AGAIN' })
    const unreachable = createHostResolver({ servers: ['127.0.0.1:9'], hostsFile: '/dev/null' })
    await expect(unreachable('alive.example', signal)).rejects.toMatchObject({ code: 'EAI_AGAIN' })
  })
})
