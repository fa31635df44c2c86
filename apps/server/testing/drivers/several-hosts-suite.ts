import type { catalog } from '@stepkey/shared/catalog/index'
import { describe, expect, it } from 'vitest'
import { type Peer, scripted } from '../protocols/peer.ts'
import { issue } from '../world.ts'
import { useDriverTester } from './driver-suite.ts'

interface SeveralHostsOptions {
  /** The name of the field for the hosts, and the other values that the server accepts. */
  field: string
  values: Record<string, unknown>
  /** Signs in one client. */
  script(peer: Peer, logins: unknown[]): Promise<void>
}

/** Defines the tests that every driver with a list of hosts must pass. */
export function describeSeveralHosts(
  componentId: keyof typeof catalog,
  methodId: string,
  { field, values, script }: SeveralHostsOptions,
) {
  describe(`the ${componentId} check with several hosts`, () => {
    const tester = useDriverTester(componentId, methodId, () => values)
    const verify = (hosts: (string | number)[], ...[changes, options]: Parameters<typeof tester.verify>) => {
      const list = hosts.map((host) => (typeof host === 'number' ? `127.0.0.1:${host}` : host)).join(',')
      return tester.verify({ [field]: list, ...changes }, options)
    }

    async function serve() {
      const logins: unknown[] = []
      return { port: await scripted(tester.world, (peer) => script(peer, logins)), logins }
    }

    it('signs in to the first one only', async () => {
      const [first, second] = [await serve(), await serve()]
      expect(await verify([first.port, second.port])).toMatchObject({
        outcome: 'verified',
        target: `127.0.0.1:${first.port}`,
      })
      expect([first.logins.length, second.logins.length]).toEqual([1, 0])
      await expect.poll(() => tester.world.openConnections()).toBe(0)
    })

    it('accepts a rejection as the answer of all', async () => {
      const [first, second] = [await serve(), await serve()]
      expect(await verify([first.port, second.port], { password: 'wrong' })).toMatchObject({
        outcome: 'rejected',
        target: `127.0.0.1:${first.port}`,
      })
      expect(second.logins).toEqual([])
    })

    it('goes on after hosts that give no answer', async () => {
      const { port } = await serve()
      const other = await tester.world.tcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      const closing = await tester.world.tcp((socket) => socket.destroy())
      for (const dead of [1, other, closing, '10.1.2.3:9', 'unknown.example:9']) {
        expect(await verify([dead, port]), String(dead)).toMatchObject({
          outcome: 'verified',
          target: `127.0.0.1:${port}`,
        })
      }
    })

    it('leaves time for the next one when a host is silent', async () => {
      const silent = await tester.world.tcp(() => {})
      const { port } = await serve()
      const found = await verify([silent, port], {}, { deadline: 30_000 })
      expect(found).toMatchObject({ outcome: 'verified', target: `127.0.0.1:${port}` })
      await expect.poll(() => tester.world.openConnections()).toBe(0)
    })

    it('stops when the caller cancels, without trying the others', async () => {
      const silent = await tester.world.tcp(() => {})
      const { port, logins } = await serve()
      const caller = new AbortController()
      const verification = verify([silent, port], {}, { signal: caller.signal })
      await expect.poll(() => tester.world.openConnections(), { timeout: 3000 }).toBe(1)
      caller.abort()
      expect(await verification).toMatchObject({ outcome: 'unexpected', reason: 'cancelled' })
      await expect.poll(() => tester.world.openConnections()).toBe(0)
      expect(logins).toEqual([])
    })

    it('reports what says most when none gives an answer', async () => {
      const other = await tester.world.tcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      expect(await verify([1, other])).toMatchObject({ outcome: 'unexpected', target: `127.0.0.1:${other}` })
      expect(await verify(['unknown.example:9', 2])).toMatchObject({
        outcome: 'unreachable',
        reason: 'name_not_found',
        target: 'unknown.example:9',
      })
    })

    it('passes each host through the address filter', async () => {
      let reached = 0
      const internal = await tester.world.tcp(() => {
        reached++
      })
      tester.world.name('inside.example', ['127.0.0.1'])
      const hosts = [internal, `[::1]:${internal}`, `inside.example:${internal}`, `localhost:${internal}`]
      expect(await verify(hosts, {}, { allow: [] })).toMatchObject({ outcome: 'blocked' })
      expect(reached).toBe(0)
    })

    it('verifies each certificate against the name of its host', async () => {
      const { world } = tester
      const logins: unknown[] = []
      const secured = async (name: string, shown = name) => {
        const certificate = await issue(world.authority, shown)
        const port = await scripted(world, async (peer) => {
          await peer.encrypt(certificate)
          await script(peer, logins)
        })
        world.route(name, port, port)
        return `${name}:${port}`
      }
      const encrypted = { tls: 'verify-full', ca: world.authority.cert }
      const wrong = await secured('one.example', 'other.example')
      expect(await verify([wrong], encrypted)).toMatchObject({ outcome: 'tls', reason: 'certificate_name' })
      expect(logins).toEqual([])
      const right = await secured('two.example')
      expect(await verify([wrong, right], encrypted)).toMatchObject({ outcome: 'verified', target: right })
      expect(logins).toHaveLength(1)
    })
  })
}
