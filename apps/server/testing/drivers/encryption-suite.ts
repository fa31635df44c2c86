import { catalog } from '@stepkey/shared/catalog/index'
import type { Method } from '@stepkey/shared/component'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Peer, scripted } from '../protocols/peer.ts'
import { type Certificate, issue, type World } from '../world.ts'
import { asks } from './driver-suite.ts'

interface Encrypting {
  /** Values with which somebody gets in, but for host and port. */
  values: Record<string, unknown>
  /** Listens with that certificate, admits clients with a certificate of that authority only, and notes logins. */
  serve(
    world: World,
    certificate: Certificate,
    clientAuthority?: Certificate,
  ): Promise<{ port: number; logins: unknown[] }>
  /** The values that ask for encryption with a checked certificate, and with any. */
  checked?: Record<string, unknown>
  unchecked?: Record<string, unknown>
}

/** What every driver with encryption owes: no login before the server has shown the right certificate. */
export function encrypts(componentId: keyof typeof catalog, methodId: string, how: Encrypting) {
  const { checked = { tls: 'verify-full' }, unchecked = { tls: 'require' } } = how
  const method = catalog[componentId].methods[methodId as never] as Method

  describe(`the ${componentId} check, encrypted`, () => {
    const asker = asks(componentId, methodId, () => ({
      ...how.values,
      ...checked,
      host: 'server.example',
      ca: asker.world.authority.cert,
    }))
    const { ask } = asker
    let certificate: Certificate
    let stranger: Certificate
    beforeAll(async () => {
      certificate = await issue(asker.world.authority, 'server.example')
      stranger = await issue(undefined, 'stranger.example')
    })

    /** A server of its own, at `server.example`. */
    async function serve(shown = certificate, clientAuthority?: Certificate) {
      const served = await how.serve(asker.world, shown, clientAuthority)
      const at = (host: string) => {
        asker.world.route(host, served.port, served.port)
        return { host, port: served.port }
      }
      return { ...served, at }
    }

    it('lets the right login in, and only that', async () => {
      const { at, logins } = await serve()
      expect(await ask(at('server.example'))).toMatchObject({ outcome: 'verified' })
      expect(await ask({ ...at('server.example'), password: 'wrong' })).toMatchObject({ outcome: 'rejected' })
      expect(logins).toHaveLength(2)
    })

    it('gives no login to a server without the right certificate', async () => {
      const { at, logins } = await serve()
      expect(await ask({ ...at('server.example'), ca: undefined })).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_untrusted',
      })
      expect(await ask(at('other.example'))).toMatchObject({ outcome: 'tls', reason: 'certificate_name' })
      expect(await ask(at('127.0.0.1'))).toMatchObject({ outcome: 'tls', reason: 'certificate_name' })
      // Drivers that dial a tunnel, and those that forget the name, would compare with this one.
      const local = await serve(await issue(asker.world.authority, 'localhost'))
      expect(await ask(local.at('127.0.0.1'))).toMatchObject({ outcome: 'tls', reason: 'certificate_name' })
      expect(await ask(local.at('server.example'))).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_name',
      })
      const expired = await serve(
        await issue(asker.world.authority, 'server.example', { notAfter: new Date(Date.now() - 1000) }),
      )
      expect(await ask(expired.at('server.example'))).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_expired',
      })
      expect([...logins, ...local.logins, ...expired.logins]).toEqual([])
    })

    it('takes any certificate when told to', async () => {
      const { at } = await serve()
      const lax = { ...unchecked, ca: undefined }
      expect(await ask({ ...at('other.example'), ...lax })).toMatchObject({ outcome: 'verified' })
    })

    it.runIf('privateKey' in method.fields.shape)(
      'shows a certificate of its own to a server that asks for one',
      async () => {
        const { at } = await serve(certificate, stranger)
        const own = { certificate: stranger.cert, privateKey: stranger.key }
        expect(await ask({ ...at('server.example'), ...own })).toMatchObject({ outcome: 'verified' })
        expect(await ask(at('server.example'))).toMatchObject({
          outcome: 'rejected',
          reason: 'client_certificate',
        })
        expect(
          await ask({ ...at('server.example'), ...own, certificate: asker.world.authority.cert }),
        ).toMatchObject({ outcome: 'tls', reason: 'own_certificate' })
      },
    )
  })
}

/**
 * The same for protocols that encrypt from the start or begin in the open, with a server that follows a script.
 * @param script signs in one client; whoever begins in the open has to be encrypted by it
 */
export function encryptsEitherWay(
  componentId: keyof typeof catalog,
  values: Record<string, unknown>,
  script: (peer: Peer, logins: string[], encrypt?: () => Promise<void>) => Promise<void>,
) {
  for (const security of ['tls', 'starttls']) {
    encrypts(componentId, 'password', {
      values,
      checked: { security },
      unchecked: { security, anyCertificate: true },
      async serve(world, certificate) {
        const logins: string[] = []
        const port = await scripted(world, async (peer) => {
          const encrypt = () => peer.encrypt(certificate)
          if (security === 'starttls') return await script(peer, logins, encrypt)
          await encrypt()
          await script(peer, logins)
        })
        return { port, logins }
      },
    })
  }
}
