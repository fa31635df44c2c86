import type net from 'node:net'
import { catalog } from '@stepkey/shared/catalog/index'
import ldapjs from 'ldapjs'
import { ProtocolOperation } from 'ldapts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type DriverTester,
  describeHostileServers,
  useDriverTester,
} from '../../../../testing/drivers/driver-suite.ts'
import { describeTlsAndStartTls } from '../../../../testing/drivers/encryption-suite.ts'
import { bound, entry, extended, found, message, request } from '../../../../testing/protocols/ldap-wire.ts'
import { type Peer, scripted } from '../../../../testing/protocols/peer.ts'
import { openConnections } from '../../../../testing/servers/listen.ts'
import { checkLdap } from './ldap.ts'

const user = 'cn=stepkey,ou=services,dc=example,dc=com'
const password = 's3cret pass'
const good = { host: '127.0.0.1', security: 'none', user, password }

describe('the LDAP check, against a real server', () => {
  const tester = useDriverTester('ldap', 'password', () => ({ ...good, port }))
  const verify: DriverTester['verify'] = (...input) => tester.verify(...input)
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

  it('accepts the right login and rejects a wrong password or user', async () => {
    expect(await verify()).toMatchObject({ outcome: 'verified', identity: user })
    for (const wrong of [{ password: 'wrong' }, { user: `cn=unknown,ou=services,dc=example,dc=com` }]) {
      expect(await verify(wrong)).toMatchObject({ outcome: 'rejected', reason: 'bad_login' })
    }
  })

  it('verifies that the base entry exists and is visible', async () => {
    expect(await verify({ baseDn: 'dc=example,dc=com' })).toMatchObject({
      outcome: 'verified',
      identity: user,
    })
    expect(await verify({ baseDn: 'dc=elsewhere,dc=com' })).toMatchObject({
      outcome: 'rejected',
      reason: 'no_such_entry',
    })
    for (const baseDn of ['ou=secret,dc=example,dc=com', 'ou=empty,dc=example,dc=com']) {
      expect(await verify({ baseDn })).toMatchObject({ outcome: 'limited' })
    }
  })

  it('closes its connections', async () => {
    await verify()
    await verify({ password: 'wrong' })
    const { server: inner } = server as unknown as { server: net.Server }
    await expect.poll(() => openConnections(inner)).toBe(0)
  })
})

/** The members of ldapjs that the test uses; its types don't declare them. */
type Bound = { dn: { toString(): string }; credentials: string }
type Answer = { send(entry: unknown): void; end(): void }
type Next = (error?: unknown) => void

describe('the LDAP check, against scripted servers', () => {
  const tester = useDriverTester('ldap', 'password', () => good)
  const verify: DriverTester['verify'] = (...input) => tester.verify(...input)

  /** Accepts every bind, and answers the following requests in order. */
  const acceptBind = (...answers: ((id: number) => Buffer[])[]) =>
    scripted(tester.world, async (peer) => {
      peer.say(bound((await request(peer)).id, 0))
      for (const answer of answers) peer.say(...answer((await request(peer)).id))
    })
  const unsupportedRequest = (id: number) => [extended(id, 2)]

  it.each([
    ['52e', 'bad_login'],
    ['525', 'bad_login'],
    ['530', 'no_permission'],
    ['531', 'address_not_admitted'],
    ['532', 'password_expired'],
    ['533', 'sign_in_disabled'],
    ['701', 'login_expired'],
    ['773', 'password_expired'],
    ['775', 'account_locked'],
    ['999', 'bad_login'],
  ])('classifies the Active Directory error %s', async (data, reason) => {
    const diagnostic = `80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data ${data}, v4563`
    const port = await scripted(tester.world, async (peer) => {
      peer.say(bound((await request(peer)).id, 49, { diagnostic: `${diagnostic}\0` }))
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'rejected', reason })
  })

  it.each([
    [1, 'unexpected', 'server_error'],
    [2, 'unexpected', 'refused_request'],
    [7, 'unexpected', 'login_not_offered'],
    [8, 'unexpected', 'login_not_offered'],
    [10, 'unexpected', 'redirect'],
    [13, 'rejected', 'encryption_needed'],
    [19, 'rejected', 'account_locked'],
    [32, 'rejected', 'bad_login'],
    [34, 'rejected', 'bad_login'],
    [48, 'rejected', 'bad_login'],
    [50, 'rejected', 'no_permission'],
    [51, 'unexpected', 'server_error'],
    [52, 'unexpected', 'server_error'],
    [53, 'rejected', 'no_permission'],
    [4711, 'unexpected', 'other_content'],
  ])('classifies the result code %i', async (code, outcome, reason) => {
    const port = await scripted(tester.world, async (peer) => {
      peer.say(bound((await request(peer)).id, code, { diagnostic: `no, not with ${password}` }))
    })
    expect(await verify({ port })).toMatchObject({ outcome, reason })
    const notice = await scripted(tester.world, async (peer) => {
      await request(peer)
      peer.end(extended(0, code))
    })
    expect(await verify({ port: notice })).toMatchObject({ outcome, reason })
  })

  it.each([
    [8, 'The server requires binds to turn on integrity checking if SSL\\TLS are not', 'encryption_needed'],
    [53, 'Account inactivated. Contact system administrator.', 'sign_in_disabled'],
    [53, 'Entry permanently locked.\n', 'account_locked'],
  ])('classifies the result code %i with the message “%s”', async (code, diagnostic, reason) => {
    const port = await scripted(tester.world, async (peer) => {
      peer.say(bound((await request(peer)).id, code, { diagnostic }))
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'rejected', reason })
  })

  it('reports the identity from “Who am I?”, or else the user name', async () => {
    const named = await acceptBind((id) => [extended(id, 0, { value: 'u:EXAMPLE\\stepkey' })])
    expect(await verify({ port: named })).toMatchObject({ outcome: 'verified', identity: 'EXAMPLE\\stepkey' })
    const silent = await acceptBind((id) => [extended(id, 0)])
    expect(await verify({ port: silent, user: 'stepkey@example.com' })).toMatchObject({
      outcome: 'verified',
      identity: 'stepkey@example.com',
    })
  })

  it('returns login_not_needed when the bind resulted in an anonymous user', async () => {
    const port = await acceptBind((id) => [extended(id, 0, { value: '' })])
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'login_not_needed' })
  })

  it('never binds without a password, which would be an anonymous bind', async () => {
    const { fields } = catalog.ldap.methods.password
    expect(fields.safeParse({ ...good, password: '' }).success).toBe(false)
    expect(fields.safeParse({ ...good, password: '\n' }).success).toBe(false)
    const nowhere = { connect: () => Promise.reject(new Error('This must not be reached.')) }
    const options = {
      ...good,
      port: '1',
      anyCertificate: 'false',
      ca: '',
      serverName: '',
      baseDn: '',
      password: '',
    }
    const finding = await checkLdap(options, nowhere as never, AbortSignal.timeout(1000))
    expect(finding).toMatchObject({ outcome: 'rejected', reason: 'login_needed' })
  })

  it('sends every user name and password in a simple bind', async () => {
    for (const name of ['EXTERNAL', 'PLAIN', 'ü', 'x'.repeat(300)]) {
      const seen: unknown[] = []
      const port = await scripted(tester.world, async (peer) => {
        const login = await request(peer)
        seen.push(login.user, login.password)
        peer.say(bound(login.id, 49))
      })
      await verify({ port, user: name })
      expect(seen).toEqual([name, password])
    }
  })

  it('classifies the result of the search, and ignores references', async () => {
    for (const [code, outcome, reason] of [
      [32, 'rejected', 'no_such_entry'],
      [34, 'rejected', 'no_such_entry'],
      [50, 'limited', undefined],
      [11, 'limited', undefined],
      [10, 'unexpected', 'redirect'],
      [52, 'unexpected', 'server_error'],
    ] as const) {
      const port = await acceptBind(unsupportedRequest, (id) => [found(id, code)])
      const verification = await verify({ port, baseDn: 'dc=example,dc=com' })
      expect([verification.outcome, verification.reason]).toEqual([outcome, reason])
    }
    const reference = (id: number) =>
      message(id, ProtocolOperation.LDAP_RES_SEARCH_REF, (writer) => writer.writeString('ldap://127.0.0.1:1'))
    const port = await acceptBind(unsupportedRequest, (id) => [reference(id), entry(id), found(id, 0)])
    expect(await verify({ port, baseDn: 'dc=example,dc=com' })).toMatchObject({ outcome: 'verified' })
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
    // The following messages contain an element that is longer than the message: they made a client loop forever.
    ['a part that is cut short', (peer, id) => peer.say(withTrailing(bound(id, 0), 0x04, 0x7f))],
    ['controls that are cut short', (peer, id) => peer.say(withTrailing(bound(id, 0), 0xa0, 0x7f))],
    ['a name that is cut short', (peer, id) => peer.say(withTrailing(bound(id, 0), 0x87))],
  ])('returns not_this_protocol for %s', async (_name, answer) => {
    const port = await scripted(tester.world, async (peer) => answer(peer, (await request(peer)).id))
    expect(await verify({ port })).toMatchObject({ outcome: 'unexpected', reason: 'not_this_protocol' })
  })

  /** Appends bytes to a message and adapts its length. */
  function withTrailing(whole: Buffer, ...bytes: number[]): Buffer {
    const longer = Buffer.concat([whole, Buffer.from(bytes)])
    longer[1] = longer.length - 2
    return longer
  }

  it('sends no login to a server that refuses the chosen encryption', async () => {
    for (const code of [1, 2, 52, 53]) {
      const seen: number[] = []
      const port = await scripted(tester.world, async (peer) => {
        for (;;) {
          const { id, operation } = await request(peer)
          seen.push(operation)
          peer.say(extended(id, code))
        }
      })
      expect(await verify({ port, security: 'starttls' })).toMatchObject({
        outcome: 'tls',
        reason: 'tls_not_offered',
      })
      expect(seen).toEqual([ProtocolOperation.LDAP_REQ_EXTENSION])
    }
  })

  it('rejects data that arrives before the TLS handshake', async () => {
    // Data that a man in the middle could inject. The last one would make the client read later data as its content.
    for (const early of [bound(2, 0), bound(2, 0).subarray(0, 3), Buffer.from([0x30, 0x10])]) {
      const port = await scripted(tester.world, async (peer) => {
        peer.say(extended((await request(peer)).id, 0), early)
      })
      expect(await verify({ port, security: 'starttls' })).toMatchObject({
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
    }
  })

  it('returns connection_lost when the server closes the connection', async () => {
    const port = await scripted(tester.world, async (peer) => {
      await request(peer)
      peer.end()
    })
    expect(await verify({ port })).toMatchObject({ outcome: 'unreachable', reason: 'connection_lost' })
  })
})

describeTlsAndStartTls('ldap', { user, password: 's3cret' }, async (peer, logins, encrypt) => {
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

describeHostileServers('ldap', 'password', {
  plain: { host: 'ldap.example', user, password: 'correct horse', security: 'none' },
  encrypted: { security: 'starttls' },
})
