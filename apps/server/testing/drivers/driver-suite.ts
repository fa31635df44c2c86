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

/** How a component's check is asked in tests: as a save would, but in a world of the test's own. */
export interface Asking {
  world: World
  /** Values laid over the good ones. No secret among them may show in what comes back. */
  ask(
    changes?: Values,
    options?: { deadline?: number; allow?: []; signal?: AbortSignal },
  ): Promise<Verification>
}

/** @param good values with which the check would succeed, asked for once the servers run */
export function asking(world: World, component: Component, methodId: string, good: () => Values): Asking {
  const method = component.methods[methodId] as Method
  return {
    world,
    async ask(changes = {}, { deadline = 5000, allow, signal } = {}) {
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

/** The same for the tests around it: in a world that is made for them, and ends with them. */
export function asks(componentId: keyof typeof catalog, methodId: string, good: () => Values): Asking {
  let asker: Asking
  beforeAll(async () => {
    asker = asking(await createWorld(), catalog[componentId], methodId, good)
  })
  afterAll(() => asker.world.close())
  return {
    get world() {
      return asker.world
    },
    ask: (...what) => asker.ask(...what),
  }
}

interface Withstanding {
  /** Values that lead to the server at `host:port`, without encryption and with it. */
  plain: Values
  encrypted?: Values
  /** How host and port are called; S3 has an endpoint instead. */
  at?: (host: string, port: number) => Values
  /** What an honest server of this protocol says first, if it speaks first: a flood of it has to be survived, too. */
  banner?: string
}

/**
 * What every driver has to stand: addresses that it may not call, and servers that are silent, slow, endless, or
 * something else. Whatever they do, there is an outcome in time, none of it is proof, and the connection ends.
 */
export function withstands(componentId: keyof typeof catalog, methodId: string, how: Withstanding) {
  const at = how.at ?? ((host: string, port: number): Values => ({ host, port }))

  describe(`the ${componentId} check withstands`, () => {
    const asker = asks(componentId, methodId, () => how.plain)

    const inconclusive = /^(unreachable|timeout|tls|unexpected|rate_limited)$/
    async function ask(port: number, changes: Values = {}, deadline = 400) {
      const started = performance.now()
      const verification = await asker.ask({ ...at('127.0.0.1', port), ...changes }, { deadline })
      expect(verification.outcome).toMatch(inconclusive)
      expect(performance.now() - started).toBeLessThan(deadline + 1500)
      await expect.poll(() => asker.world.openConnections(), { timeout: 3000 }).toBe(0)
      return verification
    }

    it.each(hostile)('a target that it may not call: %s', async (host) => {
      let reached = 0
      const canary = await asker.world.tcp(() => {
        reached++
      })
      // Wherever the guard let it through, it would come out here.
      const egress = createEgress([], {
        lookup: async (name) => (name === 'localhost' ? ['127.0.0.1'] : (inside[name] ?? ['127.0.0.1'])),
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
      expect(await ask(1)).toMatchObject({ outcome: 'unreachable', reason: 'connection_refused' })
    })

    it('silence', async () => {
      expect(await ask(await asker.world.tcp(() => {}))).toMatchObject({ outcome: 'timeout' })
    })

    it('a server that hangs up at once, or in the middle of a word', async () => {
      await ask(await asker.world.tcp((socket) => socket.destroy()))
      await ask(await asker.world.tcp((socket) => socket.end(how.banner?.slice(0, 3) ?? '\0')))
      await ask(await asker.world.tcp((socket) => socket.once('data', () => socket.end('\0\0'))))
    })

    it('a server that speaks something else', async () => {
      await ask(
        await asker.world.tcp((socket) =>
          socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
        ),
      )
      await ask(await asker.world.tcp((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')))
    })

    it('a server that never stops talking', async () => {
      const before = process.memoryUsage().rss
      for (const chunk of [Buffer.alloc(64 * 1024, 'x'), Buffer.alloc(64 * 1024, how.banner ?? '\0')]) {
        const port = await asker.world.tcp((socket) => {
          const pour = () => {
            while (!socket.destroyed && socket.write(chunk));
          }
          socket.on('drain', pour)
          pour()
        })
        await ask(port, {}, 1500)
      }
      expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
    })

    it('a server that drips', async () => {
      const text = how.banner ?? '\0'
      const port = await asker.world.tcp((socket) => {
        let sent = 0
        const drip = setInterval(() => socket.write(text.charAt(sent++ % text.length)), 20)
        socket.once('close', () => clearInterval(drip))
      })
      await ask(port, {}, 600)
    })

    it('random bytes', async () => {
      for (let seed = 1; seed <= 20; seed++) {
        await ask(await asker.world.tcp((socket) => socket.end(noise(seed, 300))), {}, 400)
      }
    })

    it('being given up', async () => {
      const port = await asker.world.tcp(() => {})
      const caller = new AbortController()
      const verification = asker.ask(at('127.0.0.1', port), { signal: caller.signal, deadline: 10_000 })
      await expect.poll(() => asker.world.openConnections(), { timeout: 3000 }).toBe(1)
      caller.abort()
      expect(await verification).toMatchObject({ outcome: 'unexpected', reason: 'cancelled' })
      await expect.poll(() => asker.world.openConnections(), { timeout: 3000 }).toBe(0)
    })

    if (how.encrypted) {
      const encrypted = how.encrypted
      it('a server without encryption where encryption is asked for', async () => {
        let leaked = ''
        const port = await asker.world.tcp((socket) => {
          if (how.banner) socket.write(how.banner)
          socket.on('data', (data) => {
            leaked += data.toString('latin1')
          })
        })
        await ask(port, encrypted)
        for (const name of ['password', 'token', 'secretAccessKey']) {
          const secret = how.plain[name]
          if (typeof secret === 'string') expect(leaked).not.toContain(secret)
        }
      })

      it('a TLS server that says nothing, or stops in the middle of the handshake', async () => {
        const quiet = await asker.world.https('quiet.example', () => {})
        const relay = await asker.world.tcp((socket) => {
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
        await ask(relay, encrypted)
      })
    }
  })
}

/** Names that lead inside. */
const inside: Record<string, string[]> = {
  'inside.example': ['10.0.0.7'],
  'metadata.example': ['169.254.169.254'],
  'half.example': ['93.184.216.34', '192.168.1.1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'unique-local.example': ['fd00::1'],
}

const hostile = [
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
  ...Object.keys(inside),
]

/** The same bytes for the same seed. */
function noise(seed: number, length: number): Buffer {
  let state = seed * 2654435761
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state >>> 24
    }),
  )
}
