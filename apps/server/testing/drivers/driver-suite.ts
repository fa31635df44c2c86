import net from 'node:net'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Component, Method } from '@stepkey/shared/component'
import type { Verification } from '@stepkey/shared/verification'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secretsOf } from '../../src/domains/verification/sanitize.ts'
import { verifyValues } from '../../src/domains/verification/verify.ts'
import { parseAllowRule } from '../../src/platform/egress/address-filter.ts'
import { createEgress } from '../../src/platform/egress/egress.ts'
import { Secret } from '../../src/platform/secret.ts'
import { createWorld, type World } from '../world.ts'

type Values = Record<string, unknown>
const loopback = parseAllowRule('127.0.0.0/8') ?? {}

/** Verifies values with a component's check, as saving a credential would, in a world of the test. */
export interface DriverTester {
  world: World
  /** Verifies the valid values with these changes, and asserts that the result contains no secret. */
  verify(
    changes?: Values,
    options?: { deadline?: number; allow?: []; signal?: AbortSignal },
  ): Promise<Verification>
}

/** Creates a tester. @param good returns values that the check accepts; called after the servers have started */
export function createDriverTester(
  world: World,
  component: Component,
  methodId: string,
  good: () => Values,
): DriverTester {
  const method = component.methods[methodId] as Method
  return {
    world,
    async verify(changes = {}, { deadline = 5000, allow, signal } = {}) {
      const values = method.fields.parse({ ...good(), ...changes }) as Values
      const verification = await verifyValues(method, new Secret(values), {
        egress: createEgress(allow ?? [loopback], world.ports),
        clock: () => new Date(),
        deadline,
        ...(signal && { signal }),
      })
      for (const secret of secretsOf(method, values)) {
        if (secret !== '') {
          expect(JSON.stringify(verification)).not.toContain(secret)
        }
      }
      return verification
    },
  }
}

/**
 * Creates a tester for the enclosing `describe` block, in a world that is created before its tests and closed after.
 */
export function useDriverTester(
  componentId: keyof typeof catalog,
  methodId: string,
  good: () => Values,
): DriverTester {
  let tester: DriverTester
  beforeAll(async () => {
    tester = createDriverTester(await createWorld(), catalog[componentId], methodId, good)
  })
  afterAll(() => tester.world.close())
  return {
    get world() {
      return tester.world
    },
    verify: (...input) => tester.verify(...input),
  }
}

interface HostileServerOptions {
  /** Values for the server at `host:port`, without encryption; `encrypted` has the changes for encryption. */
  plain: Values
  encrypted?: Values
  /** Returns the values for a host and port, if they are not called so; S3 has an endpoint instead. */
  at?: (host: string, port: number) => Values
  /** The greeting of an honest server, if the server speaks first. A flood of it has to be survived as well. */
  banner?: string
}

/**
 * Defines the tests that every driver must pass: blocked addresses, and servers that are silent, slow, endless or
 * speak another protocol. In each case an inconclusive outcome arrives in time, and the connection is closed.
 */
export function describeHostileServers(
  componentId: keyof typeof catalog,
  methodId: string,
  how: HostileServerOptions,
) {
  const at = how.at ?? ((host: string, port: number): Values => ({ host, port }))

  describe(`the ${componentId} check withstands`, () => {
    const tester = useDriverTester(componentId, methodId, () => how.plain)

    const inconclusive = /^(unreachable|timeout|tls|unexpected|rate_limited)$/
    async function verify(port: number, changes: Values = {}, deadline = 400) {
      const started = performance.now()
      const verification = await tester.verify({ ...at('127.0.0.1', port), ...changes }, { deadline })
      expect(verification.outcome).toMatch(inconclusive)
      expect(performance.now() - started).toBeLessThan(deadline + 15_000)
      await expect.poll(() => tester.world.openConnections(), { timeout: 15_000 }).toBe(0)
      return verification
    }

    it.each(blockedHosts)('a blocked target: %s', async (host) => {
      let reached = 0
      const canary = await tester.world.tcp(() => {
        reached++
      })
      // Every connection that the network guard lets through ends up here.
      const egress = createEgress([], {
        ...tester.world.ports,
        lookup: async (name) =>
          name === 'localhost' ? ['127.0.0.1'] : (internalNames[name] ?? ['127.0.0.1']),
        dial: () => {
          reached++
          return net.connect(canary, '127.0.0.1')
        },
      })
      const method = catalog[componentId].methods[methodId as never] as Method
      const values = method.fields.safeParse({ ...how.plain, ...at(host, canary) })
      if (values.success) {
        const verification = await verifyValues(method, new Secret(values.data as Values), {
          egress,
          clock: () => new Date(),
          deadline: 2000,
        })
        expect(verification.outcome).toMatch(/^(blocked|unreachable)$/)
      }
      expect(reached).toBe(0)
    })

    it('a closed port', async () => {
      expect(await verify(1)).toMatchObject({ outcome: 'unreachable', reason: 'connection_refused' })
    })

    it('a server that sends nothing', async () => {
      expect(await verify(await tester.world.tcp(() => {}))).toMatchObject({ outcome: 'timeout' })
    })

    it('a server that closes the connection at once, or within a message', async () => {
      await verify(await tester.world.tcp((socket) => socket.destroy()))
      await verify(await tester.world.tcp((socket) => socket.end(how.banner?.slice(0, 3) ?? '\0')))
      await verify(await tester.world.tcp((socket) => socket.once('data', () => socket.end('\0\0'))))
    })

    it('a server that speaks another protocol', async () => {
      await verify(
        await tester.world.tcp((socket) =>
          socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
        ),
      )
      await verify(await tester.world.tcp((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')))
    })

    it('a server that floods the connection', async () => {
      const before = process.memoryUsage().rss
      for (const chunk of [Buffer.alloc(64 * 1024, 'x'), Buffer.alloc(64 * 1024, how.banner ?? '\0')]) {
        const port = await tester.world.tcp((socket) => {
          const pour = () => {
            while (!socket.destroyed && socket.write(chunk));
          }
          socket.on('drain', pour)
          pour()
        })
        await verify(port, {}, 1500)
      }
      expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
    })

    it('a server that sends one byte at a time', async () => {
      const text = how.banner ?? '\0'
      const port = await tester.world.tcp((socket) => {
        let sent = 0
        const drip = setInterval(() => socket.write(text.charAt(sent++ % text.length)), 20)
        socket.once('close', () => clearInterval(drip))
      })
      await verify(port, {}, 600)
    })

    it('random bytes', async () => {
      for (let seed = 1; seed <= 20; seed++) {
        await verify(await tester.world.tcp((socket) => socket.end(noise(seed, 300))), {}, 400)
      }
    })

    it('cancellation by the caller', async () => {
      const port = await tester.world.tcp(() => {})
      const caller = new AbortController()
      const verification = tester.verify(at('127.0.0.1', port), { signal: caller.signal, deadline: 10_000 })
      await expect.poll(() => tester.world.openConnections(), { timeout: 3000 }).toBe(1)
      caller.abort()
      expect(await verification).toMatchObject({ outcome: 'unexpected', reason: 'cancelled' })
      await expect.poll(() => tester.world.openConnections(), { timeout: 15_000 }).toBe(0)
    })

    if (how.encrypted) {
      const encrypted = how.encrypted
      it('a server without encryption when encryption is chosen', async () => {
        let leaked = ''
        const port = await tester.world.tcp((socket) => {
          if (how.banner) socket.write(how.banner)
          socket.on('data', (data) => {
            leaked += data.toString('latin1')
          })
        })
        await verify(port, encrypted)
        for (const name of ['password', 'token', 'secretAccessKey']) {
          const secret = how.plain[name]
          if (typeof secret === 'string') expect(leaked).not.toContain(secret)
        }
      })

      it('a TLS server that stops during the handshake', async () => {
        const quiet = await tester.world.https('quiet.example', () => {})
        const relay = await tester.world.tcp((socket) => {
          socket.once('data', (hello) => {
            const inner = net.connect((quiet.address() as net.AddressInfo).port, '127.0.0.1')
            inner.on('error', () => {})
            inner.write(hello)
            inner.once('data', (answer) => {
              socket.write(answer.subarray(0, 40))
              inner.destroy()
            })
          })
        })
        await verify(relay, encrypted)
      })
    }
  })
}

/** Names that resolve to internal addresses. */
const internalNames: Record<string, string[]> = {
  'inside.example': ['10.0.0.7'],
  'metadata.example': ['169.254.169.254'],
  'half.example': ['93.184.216.34', '192.168.1.1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'unique-local.example': ['fd00::1'],
}

const blockedHosts = [
  '127.0.0.1',
  '[::1]',
  '::ffff:127.0.0.1',
  '10.1.2.3',
  '169.254.169.254',
  '100.100.100.200',
  'fd00:ec2::254',
  '0.0.0.0',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.1',
  'localhost',
  ...Object.keys(internalNames),
]

/** Returns pseudo-random bytes; the same bytes for the same seed. */
function noise(seed: number, length: number): Buffer {
  let state = seed * 2654435761
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state >>> 24
    }),
  )
}
