import type net from 'node:net'
import { catalog } from '@stepkey/shared/catalog/index'
import ldapjs from 'ldapjs'
import { ProtocolOperation } from 'ldapts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asking, asks, withstands } from '../../../../testing/drivers/driver-suite.ts'
import { encryptsEitherWay } from '../../../../testing/drivers/encryption-suite.ts'
import { bound, entry, extended, found, message, request } from '../../../../testing/protocols/ldap-wire.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import { openConnections } from '../../../../testing/servers/listen.ts'
import { checkLdap } from './ldap.ts'

const user = 'cn=stepkey,ou=services,dc=example,dc=com'
const password = 's3cret pass'
const good = { host: '127.0.0.1', security: 'none', user, password }

describe('the LDAP check, against a real server', () => {
  const asker = asks('ldap', 'password', () => ({ ...good, port }))
  const ask: Asking['ask'] = (...input) => asker.ask(...input)
  let server: ReturnType<typeof ldapjs.createServer>
  let port: number

  beforeAll(async () => {
    server = ldapjs.createServer()
    server.bind('ou=services,dc=example,dc=com', (request: Bound, response: Answer, next: Next) => {
      const name = request.dn.toString().replaceAll(' ', '')
      if (name !== user || request.credentials !== password) return next(new ldapjs.InvalidCredentialsError())
      response.end()
      return next()
    })
    server.search('dc=example,dc=com', (request: Bound, response: Answer, next: Next) => {
      if (request.dn.toString().includes('secret')) return next(new ldapjs.InsufficientAccessRightsError())
      if (!request.dn.toString().includes('empty')) response.send({ dn: request.dn, attributes: {} })
      response.end()
      return next()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = Number(new URL(server.url).port)
  })
  afterAll(() => server.close(() => {}))

  it('lets the right login in, and only that', async () => {
    expect(await ask()).toMatchObject({ outcome: 'verified', identity: user })
    for (const wrong of [{ password: 'wrong' }, { user: `cn=nobody,ou=services,dc=example,dc=com` }]) {
      expect(await ask(wrong)).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    }
  })

  it('looks whether it sees the entry that flows search below', async () => {
    expect(await ask({ baseDn: 'dc=example,dc=com' })).toMatchObject({ outcome: 'verified', identity: user })
    expect(await ask({ baseDn: 'dc=elsewhere,dc=com' })).toMatchObject({
      outcome: 'rejected',
      reason: 'no_such_entry',
    })
    for (const baseDn of ['ou=secret,dc=example,dc=com', 'ou=empty,dc=example,dc=com']) {
      expect(await ask({ baseDn })).toMatchObject({ outcome: 'limited' })
    }
  })

  it('leaves no connection behind', async () => {
    await ask()
    await ask({ password: 'wrong' })
    const { server: inner } = server as unknown as { server: net.Server }
    await expect.poll(() => openConnections(inner)).toBe(0)
  })
})

/** What is used of ldapjs, whose types leave it open. */
type Bound = { dn: { toString(): string }; credentials: string }
type Answer = { send(entry: unknown): void; end(): void }
type Next = (error?: unknown) => void

describe('the LDAP check, against scripted servers', () => {
  const asker = asks('ldap', 'password', () => good)
  const ask: Asking['ask'] = (...input) => asker.ask(...input)

  /** Lets anybody in, and answers what follows. */
  const letsIn = (...answers: ((id: number) => Buffer[])[]) =>
    scripted(asker.world, async (peer) => {
      peer.say(bound((await request(peer)).id, 0))
      for (const answer of answers) peer.say(...answer((await request(peer)).id))
    })
  const unknownQuestion = (id: number) => [extended(id, 2)]

  it.each([
    ['52e', 'bad_login'],
    ['525', 'bad_login'],
    ['530', 'no_permission'],
    ['531', 'no_permission'],
    ['532', 'password_expired'],
    ['533', 'account_locked'],
    ['701', 'login_expired'],
    ['773', 'password_expired'],
    ['775', 'account_locked'],
    ['999', 'bad_login'],
  ])('reads reason %s of Active Directory', async (data, reason) => {
    const diagnostic = `80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data ${data}, v4563`
    const port = await scripted(asker.world, async (peer) => {
      peer.say(bound((await request(peer)).id, 49, { diagnostic: `${diagnostic}\0` }))
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'rejected', reason })
  })

  it.each([
    [1, 'unexpected', 'server_error'],
    [2, 'unexpected', 'refused_request'],
    [7, 'unexpected', 'login_not_offered'],
    [8, 'unexpected', 'login_not_offered'],
    [10, 'unexpected', 'redirect'],
    [13, 'unexpected', 'login_not_offered'],
    [19, 'rejected', 'account_locked'],
    [32, 'rejected', 'bad_login'],
    [34, 'rejected', 'bad_login'],
    [48, 'rejected', 'bad_login'],
    [50, 'rejected', 'no_permission'],
    [51, 'unexpected', 'server_error'],
    [52, 'unexpected', 'server_error'],
    [53, 'rejected', 'no_permission'],
    [4711, 'unexpected', 'other_content'],
  ])('reads result %i', async (code, outcome, reason) => {
    const port = await scripted(asker.world, async (peer) => {
      peer.say(bound((await request(peer)).id, code, { diagnostic: `no, not with ${password}` }))
    })
    expect(await ask({ port })).toMatchObject({ outcome, reason })
    const notice = await scripted(asker.world, async (peer) => {
      await request(peer)
      peer.end(extended(0, code))
    })
    expect(await ask({ port: notice })).toMatchObject({ outcome, reason })
  })

  it('tells who it is where the server does', async () => {
    const named = await letsIn((id) => [extended(id, 0, { value: 'u:EXAMPLE\\stepkey' })])
    expect(await ask({ port: named })).toMatchObject({ outcome: 'verified', identity: 'EXAMPLE\\stepkey' })
    const silent = await letsIn((id) => [extended(id, 0)])
    expect(await ask({ port: silent, user: 'stepkey@example.com' })).toMatchObject({
      outcome: 'verified',
      identity: 'stepkey@example.com',
    })
  })

  it('is somebody, and not let in as nobody', async () => {
    const port = await letsIn((id) => [extended(id, 0, { value: '' })])
    expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
  })

  it('never signs in without a password, which every server would take for nobody', async () => {
    const { fields } = catalog.ldap.methods.password
    expect(fields.safeParse({ ...good, password: '' }).success).toBe(false)
    expect(fields.safeParse({ ...good, password: '\n' }).success).toBe(false)
    const nowhere = { connect: () => Promise.reject(new Error('This must not be reached.')) }
    const options = { ...good, port: '1', anyCertificate: 'false', ca: '', baseDn: '', password: '' }
    const finding = await checkLdap(options, nowhere as never, AbortSignal.timeout(1000))
    expect(finding).toMatchObject({ outcome: 'rejected', reason: 'login_needed' })
  })

  it('signs in by name and password, whatever the name', async () => {
    for (const name of ['EXTERNAL', 'PLAIN', 'ü', 'x'.repeat(300)]) {
      const seen: unknown[] = []
      const port = await scripted(asker.world, async (peer) => {
        const login = await request(peer)
        seen.push(login.user, login.password)
        peer.say(bound(login.id, 49))
      })
      await ask({ port, user: name })
      expect(seen).toEqual([name, password])
    }
  })

  it('reads what a search says', async () => {
    for (const [code, outcome, reason] of [
      [32, 'rejected', 'no_such_entry'],
      [34, 'rejected', 'no_such_entry'],
      [50, 'limited', undefined],
      [11, 'limited', undefined],
      [10, 'unexpected', 'redirect'],
      [52, 'unexpected', 'server_error'],
    ] as const) {
      const port = await letsIn(unknownQuestion, (id) => [found(id, code)])
      const verification = await ask({ port, baseDn: 'dc=example,dc=com' })
      expect([verification.outcome, verification.reason]).toEqual([outcome, reason])
    }
    const reference = (id: number) =>
      message(id, ProtocolOperation.LDAP_RES_SEARCH_REF, (writer) => writer.writeString('ldap://127.0.0.1:1'))
    const port = await letsIn(unknownQuestion, (id) => [reference(id), entry(id), found(id, 0)])
    expect(await ask({ port, baseDn: 'dc=example,dc=com' })).toMatchObject({ outcome: 'verified' })
  })

  it.each<[string, (peer: Peer, id: number) => void]>([
    ['an answer to something else', (peer, id) => peer.say(bound(id + 1, 0))],
    ['another answer', (peer, id) => peer.say(extended(id, 0))],
    ['a notice without a reason', (peer) => peer.say(extended(0, 0))],
    ['no result', (peer, id) => peer.say(message(id, ProtocolOperation.LDAP_RES_BIND, () => {}))],
    [
      'a result that is no number',
      (peer, id) =>
        peer.say(message(id, ProtocolOperation.LDAP_RES_BIND, (writer) => writer.writeString('0'))),
    ],
    ['more than any answer', (peer) => peer.say(Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]))],
    ['a length without end', (peer) => peer.say(Buffer.from([0x30, 0x80, 0, 0]))],
    // Each of them has kept a client busy for ever: something inside is longer than the whole.
    ['a part that is cut short', (peer, id) => peer.say(cut(bound(id, 0), 0x04, 0x7f))],
    ['controls that are cut short', (peer, id) => peer.say(cut(bound(id, 0), 0xa0, 0x7f))],
    ['a name that is cut short', (peer, id) => peer.say(cut(bound(id, 0), 0x87))],
  ])('takes no proof from %s', async (_name, answer) => {
    const port = await scripted(asker.world, async (peer) => answer(peer, (await request(peer)).id))
    expect(await ask({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  /** The message with these bytes at its end. */
  function cut(whole: Buffer, ...bytes: number[]): Buffer {
    const longer = Buffer.concat([whole, Buffer.from(bytes)])
    longer[1] = longer.length - 2
    return longer
  }

  it('gives nothing to a server without the encryption that was asked for', async () => {
    for (const code of [1, 2, 52, 53]) {
      const seen: number[] = []
      const port = await scripted(asker.world, async (peer) => {
        for (;;) {
          const { id, operation } = await request(peer)
          seen.push(operation)
          peer.say(extended(id, code))
        }
      })
      expect(await ask({ port, security: 'starttls' })).toMatchObject({
        outcome: 'tls',
        reason: 'tls_not_offered',
      })
      expect(seen).toEqual([ProtocolOperation.LDAP_REQ_EXTENSION])
    }
  })

  it('believes nothing that came before the encryption', async () => {
    // Whoever stands in between adds it to the server's word; the last one swallows what comes after.
    for (const early of [bound(2, 0), bound(2, 0).subarray(0, 3), Buffer.from([0x30, 0x10])]) {
      const port = await scripted(asker.world, async (peer) => {
        peer.say(extended((await request(peer)).id, 0), early)
      })
      expect(await ask({ port, security: 'starttls' })).toMatchObject({
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
    }
  })

  it('says so when the connection is lost', async () => {
    const port = await scripted(asker.world, async (peer) => {
      await request(peer)
      peer.end()
    })
    expect(await ask({ port })).toMatchObject({ outcome: 'unreachable', reason: 'connection_lost' })
  })
})

encryptsEitherWay('ldap', { user, password: 's3cret' }, async (peer, logins, encrypt) => {
  if (encrypt) {
    peer.say(extended((await request(peer)).id, 0))
    await encrypt()
  }
  const login = await request(peer)
  logins.push(login.user)
  if (login.password !== 's3cret') return peer.say(bound(login.id, 49))
  peer.say(bound(login.id, 0))
  peer.say(extended((await request(peer)).id, 2))
})

withstands('ldap', 'password', {
  plain: { host: 'ldap.example', user, password: 'correct horse', security: 'none' },
  encrypted: { security: 'starttls' },
})
