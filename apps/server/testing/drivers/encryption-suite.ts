import { catalog } from '@stepkey/shared/catalog/index'
import type { Method } from '@stepkey/shared/component'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Peer, scripted } from '../protocols/peer.ts'
import { type Certificate, issue, type World } from '../world.ts'
import { useDriverTester } from './driver-suite.ts'

interface EncryptionOptions {
  /** Values that the server accepts, without host and port. */
  values: Record<string, unknown>
  /**
   * Starts a server with that certificate, which records logins. With `clientAuthority`, it accepts only clients with
   * a certificate of that CA.
   */
  serve(
    world: World,
    certificate: Certificate,
    clientAuthority?: Certificate,
  ): Promise<{ port: number; logins: unknown[] }>
  /**
   * The changes for encryption with a verified certificate (`checked`), with one for any name (`anyName`), and with any
   * certificate (`unchecked`).
   */
  checked?: Record<string, unknown>
  anyName?: Record<string, unknown>
  unchecked?: Record<string, unknown>
}

/**
 * Defines the tests that every driver with encryption must pass: no login is sent before the certificate is verified.
 */
export function describeEncryption(
  componentId: keyof typeof catalog,
  methodId: string,
  how: EncryptionOptions,
) {
  const {
    checked = { tls: 'verify-full' },
    anyName = { tls: 'verify-ca' },
    unchecked = { tls: 'require' },
  } = how
  const method = catalog[componentId].methods[methodId as never] as Method

  describe(`the ${componentId} check, encrypted`, () => {
    const tester = useDriverTester(componentId, methodId, () => ({
      ...how.values,
      ...checked,
      host: 'server.example',
      ca: tester.world.authority.cert,
    }))
    const { verify } = tester
    let certificate: Certificate
    let stranger: Certificate
    beforeAll(async () => {
      certificate = await issue(tester.world.authority, 'server.example')
      stranger = await issue(undefined, 'stranger.example')
    })

    /** Starts a server; `at` routes a host name to it. */
    async function serve(shown = certificate, clientAuthority?: Certificate) {
      const served = await how.serve(tester.world, shown, clientAuthority)
      const at = (host: string) => {
        tester.world.route(host, served.port, served.port)
        return { host, port: served.port }
      }
      return { ...served, at }
    }

    it('accepts the right login and rejects a wrong password', async () => {
      const { at, logins } = await serve()
      expect(await verify(at('server.example'))).toMatchObject({ outcome: 'verified' })
      expect(await verify({ ...at('server.example'), password: 'wrong' })).toMatchObject({
        outcome: 'rejected',
      })
      expect(logins).toHaveLength(2)
    })

    it('sends no login to a server without the right certificate', async () => {
      const { at, logins } = await serve()
      expect(await verify({ ...at('server.example'), ca: undefined })).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_untrusted',
      })
      expect(await verify(at('other.example'))).toMatchObject({ outcome: 'tls', reason: 'certificate_name' })
      expect(await verify(at('127.0.0.1'))).toMatchObject({ outcome: 'tls', reason: 'certificate_name' })
      // Drivers that connect through a tunnel, or ignore the name, would accept this certificate.
      const local = await serve(await issue(tester.world.authority, 'localhost'))
      expect(await verify(local.at('127.0.0.1'))).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_name',
      })
      expect(await verify(local.at('server.example'))).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_name',
      })
      const expired = await serve(
        await issue(tester.world.authority, 'server.example', { notAfter: new Date(Date.now() - 1000) }),
      )
      expect(await verify(expired.at('server.example'))).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_expired',
      })
      expect([...logins, ...local.logins, ...expired.logins]).toEqual([])
    })

    it('accepts any certificate if configured', async () => {
      const { at } = await serve()
      const lax = { ...unchecked, ca: undefined }
      expect(await verify({ ...at('other.example'), ...lax })).toMatchObject({ outcome: 'verified' })
    })

    it('accepts a certificate for another host name if configured, from the given authority only', async () => {
      const { at } = await serve()
      const foreign = await serve(stranger)
      for (const lax of [anyName, unchecked]) {
        expect(await verify({ ...at('other.example'), ...lax })).toMatchObject({ outcome: 'verified' })
        expect(await verify({ ...foreign.at('stranger.example'), ...lax })).toMatchObject({
          outcome: 'tls',
          reason: 'certificate_untrusted',
        })
      }
      expect(foreign.logins).toEqual([])
    })

    it('verifies the certificate against another name if configured', async () => {
      const { at } = await serve()
      const named = { ...at('other.example'), serverName: 'server.example' }
      expect(await verify(named)).toMatchObject({ outcome: 'verified' })
      expect(await verify({ ...at('server.example'), serverName: 'other.example' })).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_name',
      })
    })

    it.runIf('privateKey' in method.fields.shape)(
      'presents its client certificate to a server that requests one',
      async () => {
        const { at } = await serve(certificate, stranger)
        const own = { certificate: stranger.cert, privateKey: stranger.key }
        expect(await verify({ ...at('server.example'), ...own })).toMatchObject({ outcome: 'verified' })
        expect(await verify(at('server.example'))).toMatchObject({
          outcome: 'rejected',
          reason: 'client_certificate',
        })
        expect(
          await verify({ ...at('server.example'), ...own, certificate: tester.world.authority.cert }),
        ).toMatchObject({ outcome: 'tls', reason: 'own_certificate' })
      },
    )
  })
}

/**
 * Defines the encryption tests for protocols with implicit TLS and STARTTLS, with a scripted server.
 * @param script signs in one client; for STARTTLS, it calls `encrypt` when the client requests it
 */
export function describeTlsAndStartTls(
  componentId: keyof typeof catalog,
  values: Record<string, unknown>,
  script: (peer: Peer, logins: string[], encrypt?: () => Promise<void>) => Promise<void>,
) {
  for (const security of ['tls', 'starttls']) {
    describeEncryption(componentId, 'password', {
      values,
      checked: { security },
      anyName: { security, anyCertificate: true },
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
