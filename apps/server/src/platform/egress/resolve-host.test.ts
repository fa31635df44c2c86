import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DnsZone, startDnsServer } from '../../../testing/servers/dns-server.ts'
import { createHostResolver } from './resolve-host.ts'

const zone: DnsZone = {
  'alive.example': { A: [93, 184, 216, 34] },
  'both.example': { A: [93, 184, 216, 35], AAAA: [0x26, 6, ...Array(13).fill(0), 1] },
  'db.internal.example': { A: [10, 0, 0, 7] },
}

describe('the resolution of host names', () => {
  let server: Awaited<ReturnType<typeof startDnsServer>>
  let folder: string
  let resolveHost: ReturnType<typeof createHostResolver>
  const signal = new AbortController().signal

  beforeAll(async () => {
    server = await startDnsServer(zone)
    folder = await mkdtemp(join(tmpdir(), 'stepkey-dns-'))
    const hostsFile = join(folder, 'hosts')
    const resolvConf = join(folder, 'resolv.conf')
    await writeFile(
      hostsFile,
      '# comment\n192.0.2.1\tfixed.example Alias.example # another\n2001:db8::1 fixed.example\n',
    )
    await writeFile(resolvConf, 'nameserver 192.0.2.53\nsearch other.example internal.example\n')
    resolveHost = createHostResolver({ servers: [server.address], hostsFile, resolvConf })
  })
  afterAll(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })

  it('returns the addresses of DNS, IPv4 first', async () => {
    expect(await resolveHost('alive.example', signal)).toEqual(['93.184.216.34'])
    expect(await resolveHost('Both.example.', signal)).toEqual(['93.184.216.35', '2606::1'])
  })

  it('returns none for unknown names', async () => {
    expect(await resolveHost('absent.example', signal)).toEqual([])
  })

  it('prefers the hosts file', async () => {
    server.asked.length = 0
    expect(await resolveHost('fixed.example', signal)).toEqual(['192.0.2.1', '2001:db8::1'])
    expect(await resolveHost('alias.example', signal)).toEqual(['192.0.2.1'])
    expect(await resolveHost('localhost', signal)).toEqual(['127.0.0.1'])
    expect(server.asked).toEqual([])
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
      .poll(() => server.asked.filter((name) => name.startsWith('silent')).length)
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
