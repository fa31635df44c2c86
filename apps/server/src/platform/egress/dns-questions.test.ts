import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDnsServer } from '../../../testing/servers/dns-server.ts'
import { createRecordLookup, type RecordLookup } from './dns-questions.ts'

describe('the look-up of DNS records', () => {
  let server: Awaited<ReturnType<typeof startDnsServer>>
  let records: RecordLookup
  const signal = new AbortController().signal

  beforeAll(async () => {
    server = await startDnsServer({
      '_mongodb._tcp.cluster.example': {
        SRV: [
          { host: 'db1.cluster.example', port: 27017 },
          { host: 'db2.cluster.example', port: 27018 },
        ],
      },
      'cluster.example': { TXT: [`authSource=${'a'.repeat(300)}`, 'other'] },
    })
    records = createRecordLookup([server.address])
  })
  afterAll(() => server.close())

  it('returns the servers of a service', async () => {
    const servers = await records.srv('_mongodb._tcp.cluster.example', signal)
    expect(servers.toSorted((one, other) => one.port - other.port)).toEqual([
      { host: 'db1.cluster.example', port: 27017 },
      { host: 'db2.cluster.example', port: 27018 },
    ])
  })

  it('returns each TXT record as one text', async () => {
    const texts = await records.txt('cluster.example', signal)
    expect(texts.toSorted()).toEqual([`authSource=${'a'.repeat(300)}`, 'other'])
  })

  it('returns none if the name is unknown or has no such record', async () => {
    for (const name of ['unknown.example', 'cluster.example', 'a..b', 'x'.repeat(300)]) {
      expect(await records.srv(name, signal), name).toEqual([])
    }
    expect(await records.txt('_mongodb._tcp.cluster.example', signal)).toEqual([])
  })

  it('cancels a question when the signal aborts, and asks none afterwards', async () => {
    const control = new AbortController()
    const question = records.srv('silent.example', control.signal)
    await expect.poll(() => server.asked).toContain('silent.example')
    control.abort()
    await expect(question).rejects.toMatchObject({ code: 'EAI_AGAIN' })
    await expect(records.srv('later.example', control.signal)).rejects.toThrow()
    expect(server.asked).not.toContain('later.example')
  })

  it('reports servers that fail as a temporary failure of the name', async () => {
    await expect(records.txt('broken.example', signal)).rejects.toMatchObject({ code: 'EAI_AGAIN' })
  })
})
