import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/** The types of records: RFC 1035, RFC 3596 and RFC 2782. */
const TYPES = { A: 1, TXT: 16, AAAA: 28, SRV: 33 } as const

/** The records of the names, by type. */
export type DnsZone = Record<
  string,
  {
    /** The bytes of one address. */
    A?: number[]
    AAAA?: number[]
    TXT?: string[]
    SRV?: { host: string; port: number }[]
  }
>

/**
 * Starts a DNS server on loopback that answers as RFC 1035 describes. It is silent about names whose first label begins
 * with `silent`, and fails for those that begin with `broken`.
 * @returns its address and the names that it was asked for
 */
export async function startDnsServer(zone: DnsZone) {
  const asked: string[] = []
  const server = createSocket('udp4')
  server.on('message', (query, { port, address }) => {
    const reply = answer(zone, query, asked)
    if (reply) server.send(reply, port, address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => server.close(),
  }
}

function answer(zone: DnsZone, query: Buffer, asked: string[]): Buffer | undefined {
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
  const records = dataOf(zone[name], type)
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180 | (name.startsWith('broken') ? 2 : zone[name] ? 0 : 3), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  header.writeUInt32BE(0, 8)
  const answers = records.map((data) => Buffer.concat([NAME, uint16(type, 1, 0, 60, data.length), data]))
  return Buffer.concat([header, query.subarray(12, at + 5), ...answers])
}

/** A pointer to the name in the question. */
const NAME = uint16(0xc00c)

function dataOf({ A, AAAA, TXT = [], SRV = [] }: DnsZone[string] = {}, type: number): Buffer[] {
  switch (type) {
    case TYPES.A:
      return A ? [Buffer.from(A)] : []
    case TYPES.AAAA:
      return AAAA ? [Buffer.from(AAAA)] : []
    case TYPES.TXT:
      // A text consists of strings of at most 255 bytes.
      return TXT.map((text) => Buffer.concat((text.match(/.{1,255}/g) ?? ['']).map(string)))
    case TYPES.SRV:
      return SRV.map(({ host, port }) =>
        Buffer.concat([uint16(0, 0, port), ...host.split('.').map(string), Buffer.from([0])]),
      )
    default:
      return []
  }
}

const string = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')])

function uint16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, 2 * index)
  return bytes
}
