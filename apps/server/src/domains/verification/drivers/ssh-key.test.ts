import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { catalog } from '@stepkey/shared/catalog/index'
import ssh2 from 'ssh2'
import { describe, expect, it } from 'vitest'
import { type DriverTester, useDriverTester } from '../../../../testing/drivers/driver-suite.ts'
import { hostKey, knows, newKey, SUCCESS, say, sshServers } from '../../../../testing/servers/ssh-server.ts'

const { utils } = ssh2
const serve = sshServers(knows({ user: 'alice' }))

describe('the SFTP check with a private key', () => {
  const key = newKey('ed25519')
  const good = { host: '127.0.0.1', user: 'alice', privateKey: key.private, hostKey: hostKey.public }
  const tester = useDriverTester('sftp', 'privateKey', () => good)
  const verify: DriverTester['verify'] = (...input) => tester.verify(...input)
  const kinds = [
    ['ed25519', 256, undefined],
    ['rsa', 2048, 'pkcs1'],
    ['ecdsa', 256, 'sec1'],
    ['ecdsa', 521, 'sec1'],
  ] as const
  const pemOf = (openssh: string) => {
    const parsed = utils.parseKey(openssh)
    if (parsed instanceof Error) throw parsed
    return parsed.getPrivatePEM()
  }
  const admit = (publicKey: string) => serve({ login: knows({ user: 'alice', key: publicKey }) })

  it('accepts the right key and rejects another one', async () => {
    const { port } = await admit(key.public)
    expect(await verify({ port })).toMatchObject({ outcome: 'verified', identity: 'alice' })
    const stranger = newKey('ed25519')
    for (const wrong of [{ privateKey: stranger.private }, { user: 'unknown' }]) {
      expect(await verify({ port, ...wrong })).toMatchObject({
        outcome: 'rejected',
        reason: 'key_not_admitted',
      })
    }
  })

  it('reads every key format', async () => {
    const passphrase = 'open sesame'
    for (const [type, bits, older] of kinds) {
      const pair = newKey(type as 'rsa', { bits })
      const { port } = await admit(pair.public)
      const inner = createPrivateKey(pemOf(pair.private))
      const pem = inner.export({ type: 'pkcs8', format: 'pem' }).toString()
      const forms = [pair.private, pem, pem.replaceAll('\n', '\r\n')]
      for (const privateKey of forms) {
        expect(await verify({ port, privateKey })).toMatchObject({ outcome: 'verified' })
      }
      if (!older) continue
      const locked = inner
        .export({ type: older, format: 'pem', cipher: 'aes-256-cbc', passphrase })
        .toString()
      expect(await verify({ port, privateKey: locked, passphrase })).toMatchObject({ outcome: 'verified' })
      expect(await verify({ port, privateKey: locked, passphrase: 'guess' })).toMatchObject({
        outcome: 'rejected',
        reason: 'wrong_passphrase',
      })
    }
  })

  it('opens a key with a passphrase', async () => {
    for (const [type, bits] of kinds.slice(0, 2)) {
      const locked = newKey(type as 'rsa', {
        bits,
        cipher: 'aes256-ctr',
        passphrase: 'open sesame',
        rounds: 4,
      })
      const { port } = await admit(locked.public)
      const passphrase = 'open sesame'
      expect(await verify({ port, privateKey: locked.private, passphrase })).toMatchObject({
        outcome: 'verified',
      })
      for (const wrong of ['guess', undefined]) {
        expect(await verify({ port, privateKey: locked.private, passphrase: wrong })).toMatchObject({
          outcome: 'rejected',
          reason: 'wrong_passphrase',
        })
      }
    }
  })

  it('returns timeout for a key with a huge number of KDF rounds, without blocking the event loop', async () => {
    const locked = newKey('ed25519', { cipher: 'aes256-ctr', passphrase: 'x', rounds: 3 })
    const bytes = Buffer.from(locked.private.split('\n').slice(1, -2).join(''), 'base64')
    const rounds = bytes.indexOf(Buffer.from([0, 0, 0, 3]))
    bytes.writeUInt32BE(4_000_000_000, rounds)
    const endless = `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`
    let ticks = 0
    const clock = setInterval(() => ticks++, 20)
    const changes = { port: 1, privateKey: endless, passphrase: 'x' }
    expect(await verify(changes, { deadline: 600 })).toMatchObject({ outcome: 'timeout' })
    clearInterval(clock)
    expect(ticks).toBeGreaterThan(10)
  })

  it('returns unusable_key for a key that can’t be used, and rejects other texts as invalid', async () => {
    // An encrypted PKCS #8 key under the name of an unencrypted one.
    const { privateKey } = generateKeyPairSync('ed25519')
    const pkcs8 = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const
    const hidden = privateKey.export(pkcs8).toString().replaceAll('ENCRYPTED ', '')
    expect(await verify({ port: 1, privateKey: hidden, passphrase: 'x' })).toMatchObject({
      outcome: 'rejected',
      reason: 'unusable_key',
    })
    const broken = key.private.replace(/\n(.{10})/, '\nAAAAAAAAAA')
    expect(await verify({ port: 1, privateKey: broken })).toMatchObject({
      outcome: 'rejected',
      reason: 'unusable_key',
    })
    const { fields } = catalog.sftp.methods.privateKey
    for (const pasted of [
      key.public,
      'PuTTY-User-Key-File-3: ssh-ed25519',
      key.private.replaceAll('OPENSSH', 'ENCRYPTED'),
      key.private.slice(0, -40),
    ]) {
      expect(fields.safeParse({ ...good, privateKey: pasted }).success).toBe(false)
    }
  })

  it('returns login_not_needed when the server did not request a signature', async () => {
    const { port } = await serve({
      login: (context, connection) =>
        context.method === 'publickey' ? say(connection, SUCCESS) : context.reject(['publickey']),
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
  })
})
