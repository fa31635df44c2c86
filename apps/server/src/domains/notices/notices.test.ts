import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { createFakeGitLab } from '../../../testing/fake-gitlab.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { createMailbox, type Mailbox } from '../../../testing/servers/mail-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createTeam } from '../../../testing/team.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { emitExpiryEvents } from '../credentials/expiry-events.ts'
import { retryDueRevocations } from '../credentials/revoke-access.ts'
import { composeDueMessages } from './compose-messages.ts'
import { deleteOldNotices } from './delete-old-notices.ts'
import { countWaitingMessages, sendDueMessages } from './send-messages.ts'

const [MINUTE, DAY] = [60_000, 24 * 3600_000]
const ALL = ['failing', 'reconnect', 'flow_blocked', 'not_revoked', 'expiring', 'recovered'] as const

describe.each(engines)('notices on %s', (engine) => {
  let world: World
  let mailbox: Mailbox
  let stepkey: Stepkey
  let base: string
  let provider: AuthorizationServer
  let alice: Person
  let people = 0
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    mailbox = await createMailbox()
    provider = await createAuthorizationServer(world)
    base = await world.http(api.listener)
    const from = { name: 'Stepkey', address: 'stepkey@example.com' }
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: {
        mail: { host: '127.0.0.1', port: mailbox.port, encryption: 'none', from },
        publicUrl: 'http://localhost:4000',
      },
    })
  })
  afterAll(async () => {
    await stepkey.stop()
    await mailbox.close()
    await world.close()
  })
  beforeEach(async () => {
    await stepkey.deps.db.deleteFrom('notice_event').execute()
    await stepkey.deps.db.deleteFrom('notice_message').execute()
    await stepkey.deps.db.deleteFrom('notice_group').execute()
    mailbox.letters.length = 0
    api.status = undefined
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  async function save(person: Person | ReturnType<Person['in']>, name = 'Shop', address = base) {
    const result = await person.credentials.create(fakeApiCredential(address, name))
    assertSaved(result)
    return result.credential.id
  }
  async function fail(person: Person | ReturnType<Person['in']>, credentialId: string) {
    api.status = 401
    expect(await person.credentials.verify({ credentialId })).toMatchObject({ outcome: 'rejected' })
    api.status = undefined
  }
  const recover = (credentialId: string) => alice.credentials.verify({ credentialId })
  async function activeFlow(name: string, credentialId: string) {
    const flow = await alice.flows.save({
      name,
      steps: [{ name: 'Read', componentId: 'http', credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
  }
  /** Deletes credentials of a GitLab server that never confirms a revocation. @returns the revocations by name */
  async function giveUpRevocations(...names: string[]) {
    const gitlab = createFakeGitLab(...names)
    const server = { kind: 'selfManaged', url: await world.http(gitlab.listener) }
    gitlab.refusal = 503
    for (const name of names) {
      const values = { server, token: name }
      const saved = await alice.credentials.create({ componentId: 'gitlab', methodId: 'token', name, values })
      assertSaved(saved)
      await alice.credentials.remove({ credentialId: saved.credential.id, revoke: true })
    }
    expect(await mailsAfter(6 * DAY)).toEqual([])
    await retryDueRevocations(stepkey.deps)
    const { items } = await alice.revocations.list()
    expect(items.map(({ status }) => status)).toEqual(names.map(() => 'failed'))
    return new Map(items.map(({ name, id }) => [name, id]))
  }
  /** Lets time pass, sends what is due, and returns the mails that arrived. */
  async function mailsAfter(milliseconds: number) {
    stepkey.pass(milliseconds)
    await composeDueMessages(stepkey.deps)
    await sendDueMessages(stepkey.deps)
    return mailbox.letters.splice(0)
  }
  const subjects = async (milliseconds: number) =>
    (await mailsAfter(milliseconds)).map(({ headers }) => headers.subject)

  it('tell the owner ten minutes after a failure, with a link to its repair', async () => {
    const id = await save(alice, 'Shop')
    await activeFlow('Orders', id)
    await fail(alice, id)
    expect(await mailsAfter(9 * MINUTE)).toEqual([])
    const [mail, ...others] = await mailsAfter(MINUTE)
    expect(others).toEqual([])
    expect(mail?.to).toEqual([alice.email])
    expect(mail?.headers.subject).toBe('Stepkey: 1 credential fails')
    expect(mail?.text).toContain('“Shop” (HTTP')
    expect(mail?.text).toContain('Used by the active flow “Orders”')
    const page = `http://localhost:4000/w/${alice.workspaceId}`
    expect(mail?.text).toContain(`Fix it: ${page}/credentials/http/${id}?edit=1`)
    expect(mail?.text).toContain(`${page}/settings/notices`)
    expect(await mailsAfter(DAY)).toEqual([])
  })

  it('name the owner of a credential, and the flows that lately got it for this owner', async () => {
    const shop = { ...fakeApiCredential(base, 'Shop'), owner: 'org_42' }
    const created = await alice.credentials.create(shop)
    assertSaved(created)
    const step = { name: 'Read', componentId: 'http', binding: 'owner' as const }
    const flow = await alice.flows.save({ name: 'Orders', steps: [step] })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    await stepkey.visitor({ apiKey: key }).flows.issue({ flowId: flow.id, owner: 'org_42' })
    await stepkey.deps.background.finish()
    await fail(alice, created.credential.id)
    const [mail] = await mailsAfter(10 * MINUTE)
    expect(mail?.text).toContain('Owner: org_42')
    expect(mail?.text).toContain('Used by the active flow “Orders”')
  })

  it('count as waiting from when they are composed until they are sent', async () => {
    const waiting = () => countWaitingMessages(stepkey.deps)
    await fail(alice, await save(alice))
    expect(await waiting()).toEqual({ waiting: 0 })
    stepkey.pass(10 * MINUTE)
    await composeDueMessages(stepkey.deps)
    expect(await waiting()).toEqual({ waiting: 1 })
    await sendDueMessages(stepkey.deps)
    expect(await waiting()).toEqual({ waiting: 0 })
  })

  it('are one mail for all credentials of a host, which names 20 and counts the others', async () => {
    const ids: string[] = []
    for (let n = 0; n < 25; n++) ids.push(await save(alice, `Shop ${n}`))
    for (const id of ids) await fail(alice, id)
    const mails = await mailsAfter(10 * MINUTE)
    expect(mails.map(({ headers }) => headers.subject)).toEqual(['Stepkey: 25 credentials fail'])
    expect(mails[0]?.text.match(/Fix it:/g)).toHaveLength(20)
    expect(mails[0]?.text).toContain('And 5 more')
  })

  it('tell in one mail that revocations of a provider were given up, also of deleted credentials', async () => {
    const revoked = await giveUpRevocations('One', 'Two', 'Three')
    await alice.revocations.dismiss({ revocationId: revoked.get('Three') ?? '' })
    const [mail, ...others] = await mailsAfter(10 * MINUTE)
    expect(others).toEqual([])
    expect(mail?.headers.subject).toBe('Stepkey: 2 revocations failed')
    for (const name of ['One', 'Two']) expect(mail?.text).toContain(`“${name}” (GitLab)`)
    expect(mail?.text).not.toContain('Three')
    expect(mail?.text).toContain('Stepkey could not revoke the key at GitLab.')
    expect(mail?.text).toContain(`http://localhost:4000/w/${alice.workspaceId}/home`)
    expect(await mailsAfter(DAY)).toEqual([])
  })

  it('are separate mails for separate hosts', async () => {
    const other = await world.http(api.listener)
    await fail(alice, await save(alice, 'Shop'))
    await fail(alice, await save(alice, 'Bank', other.replace('127.0.0.1', 'localhost')))
    expect(await subjects(10 * MINUTE)).toEqual([
      'Stepkey: 1 credential fails',
      'Stepkey: 1 credential fails',
    ])
  })

  it('are cancelled by a recovery within ten minutes', async () => {
    const id = await save(alice)
    await fail(alice, id)
    stepkey.pass(9 * MINUTE)
    await recover(id)
    expect(await mailsAfter(2 * MINUTE)).toEqual([])
    expect(await mailsAfter(DAY)).toEqual([])
  })

  it('wait ten minutes again if only the first failure was cancelled', async () => {
    const [first, second] = [await save(alice, 'First'), await save(alice, 'Second')]
    await fail(alice, first)
    stepkey.pass(8 * MINUTE)
    await recover(first)
    await fail(alice, second)
    expect(await mailsAfter(2 * MINUTE)).toEqual([])
    expect(await subjects(8 * MINUTE)).toEqual(['Stepkey: 1 credential fails'])
  })

  it('collect what happens at the host within an hour of a mail, and tell of a later recovery', async () => {
    const [first, second] = [await save(alice, 'First'), await save(alice, 'Second')]
    await fail(alice, first)
    expect(await subjects(10 * MINUTE)).toEqual(['Stepkey: 1 credential fails'])
    await fail(alice, second)
    stepkey.pass(20 * MINUTE)
    await recover(first)
    expect(await mailsAfter(39 * MINUTE)).toEqual([])
    expect(await subjects(MINUTE)).toEqual(['Stepkey: 1 credential fails, 1 credential works again'])
  })

  it('tell of a recovery also if a change was saved unverified before, once', async () => {
    const id = await save(alice)
    await fail(alice, id)
    expect(await subjects(10 * MINUTE)).toEqual(['Stepkey: 1 credential fails'])
    api.tokens.set('new', 'alice')
    api.status = 503
    const { version } = await alice.credentials.get({ credentialId: id })
    const change = { credentialId: id, version, values: { token: 'new' }, allowUnverified: true }
    expect(await alice.credentials.update(change)).toMatchObject({ credential: { status: 'unverified' } })
    expect(await mailsAfter(DAY)).toEqual([])
    api.status = undefined
    await recover(id)
    expect(await subjects(DAY)).toEqual(['Stepkey: 1 credential works again'])
  })

  it('do not tell that a credential works again that never failed', async () => {
    api.status = 503
    const result = await alice.credentials.create({
      ...fakeApiCredential(base, 'New'),
      allowUnverified: true,
    })
    assertSaved(result)
    expect(result.credential.status).toBe('unverified')
    api.status = undefined
    expect(await recover(result.credential.id)).toMatchObject({ outcome: 'verified' })
    expect(await mailsAfter(DAY)).toEqual([])
  })

  it('are not sent for inconclusive outcomes', async () => {
    const id = await save(alice)
    api.status = 503
    expect(await alice.credentials.verify({ credentialId: id })).toMatchObject({ outcome: 'unexpected' })
    expect(await mailsAfter(DAY)).toEqual([])
  })

  it('tell of a frozen credential only if an active flow uses it, unless it is unfrozen in time', async () => {
    const [used, unused, thawed] = [
      await save(alice, 'Used'),
      await save(alice, 'Unused'),
      await save(alice, 'Thawed'),
    ]
    await activeFlow('Orders', used)
    await activeFlow('Bills', thawed)
    for (const credentialId of [used, unused, thawed]) await alice.credentials.freeze({ credentialId })
    await alice.credentials.unfreeze({ credentialId: thawed })
    const [mail] = await mailsAfter(10 * MINUTE)
    expect(mail?.headers.subject).toBe('Stepkey: 1 frozen credential blocks flows')
    expect(mail?.text).toContain('“Used”')
    expect(mail?.text).not.toMatch(/Unused|Thawed/)
  })

  it('do not tell that a credential works again that was frozen in the meantime', async () => {
    const id = await save(alice)
    await activeFlow('Orders', id)
    await fail(alice, id)
    expect(await subjects(10 * MINUTE)).toEqual(['Stepkey: 1 credential fails'])
    await recover(id)
    await alice.credentials.freeze({ credentialId: id })
    expect(await subjects(DAY)).toEqual(['Stepkey: 1 frozen credential blocks flows'])
  })

  it('tell once of all frozen credentials of the workspace that active flows use', async () => {
    for (const name of ['One', 'Two']) await activeFlow(name, await save(alice, name))
    await save(alice, 'Unused')
    await alice.credentials.freezeAll()
    expect(await subjects(10 * MINUTE)).toEqual(['Stepkey: 2 frozen credentials block flows'])
  })

  it('tell of an expiry, unless the credential was replaced in the meantime', async () => {
    const { db, clock } = stepkey.deps
    const expiring = await save(alice, 'Expiring')
    const replaced = await save(alice, 'Replaced')
    const expires_at = new Date(clock().getTime() + 6 * DAY).toISOString()
    const setExpiry = (id: string, at: string | null) =>
      db.updateTable('receipt').set({ expires_at: at }).where('credential_id', '=', id).execute()
    for (const id of [expiring, replaced]) await setExpiry(id, expires_at)
    expect(await emitExpiryEvents(stepkey.deps)).toBe(2)
    await setExpiry(replaced, null)
    const [mail] = await mailsAfter(10 * MINUTE)
    expect(mail?.headers.subject).toBe('Stepkey: 1 credential expires soon')
    expect(mail?.text).toContain(`Expires on ${expires_at.slice(0, 10)}`)
    expect(mail?.text).toContain(`Replace it: http://localhost:4000/w/${alice.workspaceId}`)
  })

  it('tell of a lost grant, with a link to connect again', async () => {
    const { id } = await connected(alice, provider)
    await alice.credentials.disconnect({ credentialId: id })
    const [mail] = await mailsAfter(10 * MINUTE)
    expect(mail?.headers.subject).toBe('Stepkey: 1 credential must be connected again')
    expect(mail?.text).toMatch(new RegExp(`Connect again: \\S+/credentials/oauth2/${id}\\?edit=1`))
  })

  it('wait for the next day when the daily limit of mails is reached', async () => {
    await fail(alice, await save(alice))
    const { mail } = stepkey.deps
    stepkey.deps.mail = { send: async () => ({ outcome: 'limited' }) }
    try {
      for (let hour = 0; hour < 20; hour++) expect(await mailsAfter(61 * MINUTE)).toEqual([])
    } finally {
      stepkey.deps.mail = mail
    }
    expect(await subjects(61 * MINUTE)).toEqual(['Stepkey: 1 credential fails'])
  })

  it('can be chosen by kind, turned off, or sent once a day at 08:00 UTC', async () => {
    const id = await save(alice)
    await alice.notices.set({ delivery: 'at_once', kinds: ['recovered'] })
    await fail(alice, id)
    expect(await mailsAfter(10 * MINUTE)).toEqual([])
    await recover(id)
    expect(await subjects(70 * MINUTE)).toEqual(['Stepkey: 1 credential works again'])

    await alice.notices.set({ delivery: 'off', kinds: [...ALL] })
    await fail(alice, id)
    expect(await mailsAfter(2 * DAY)).toEqual([])

    await alice.notices.set({ delivery: 'daily', kinds: [...ALL] })
    await fail(alice, await save(alice, 'Other'))
    const night = (DAY + 8 * 3600_000 - (stepkey.deps.clock().getTime() % DAY)) % DAY
    expect(await mailsAfter(night + 9 * MINUTE)).toEqual([])
    expect(await subjects(MINUTE)).toEqual(['Stepkey, last day: 1 credential fails'])
    expect(await mailsAfter(2 * DAY)).toEqual([])
  })

  it('name a flow once, and tell members who chose blocked flows only of credentials in use', async () => {
    await alice.notices.set({ delivery: 'at_once', kinds: ['flow_blocked'] })
    const [used, unused] = [await save(alice, 'Used'), await save(alice, 'Unused')]
    await activeFlow('Orders', used)
    await fail(alice, used)
    await fail(alice, unused)
    const mails = await mailsAfter(10 * MINUTE)
    expect(mails.map(({ headers }) => headers.subject)).toEqual(['Stepkey: 1 credential fails'])
    expect(mails[0]?.text.match(/Orders/g)).toHaveLength(1)
  })

  it('go by default to owners and admins, and never to a member who left', async () => {
    const { organizationId, people: team } = await createTeam(stepkey, `Acme${people}`)
    const owner = team.owner.in(organizationId)
    for (const [role, person] of Object.entries(team)) {
      const { delivery, isDefault } = await person.in(organizationId).notices.get()
      const expected = role === 'owner' || role === 'admin' ? 'at_once' : 'off'
      expect({ delivery, isDefault }).toEqual({ delivery: expected, isDefault: true })
    }
    await team.viewer.in(organizationId).notices.set({ delivery: 'at_once', kinds: ['failing'] })
    const id = await save(owner)
    await fail(owner, id)
    stepkey.pass(10 * MINUTE)
    await composeDueMessages(stepkey.deps)
    await owner.members.remove({ accountId: team.admin.accountId })
    const mails = await mailsAfter(0)
    expect(mails.map(({ to }) => to[0]).sort()).toEqual([team.owner.email, team.viewer.email].sort())
  })

  it('show names of users only in the text, on one line', async () => {
    const id = await save(alice, 'Click\u2028http://evil.example')
    await fail(alice, id)
    const [mail] = await mailsAfter(10 * MINUTE)
    expect(mail?.headers.subject).not.toContain('evil')
    expect(mail?.text).toContain('“Click http://evil.example”')
  })

  it('are sent again with the same Message-ID and text if the process is killed before it stores the result', async () => {
    await fail(alice, await save(alice))
    const [first] = await mailsAfter(10 * MINUTE)
    const state = { status: 'pending', next_attempt_at: stepkey.deps.clock().toISOString() } as const
    await stepkey.deps.db.updateTable('notice_message').set(state).execute()
    const [again] = await mailsAfter(MINUTE)
    expect(first?.headers['message-id']).toMatch(/^<[0-9a-f-]{36}@localhost>$/)
    expect(again).toEqual(first)
  })

  it('are retried while the mail server refuses temporarily', async () => {
    const { db } = stepkey.deps
    await db
      .updateTable('account')
      .set({ email: `later@${people}.example` })
      .where('id', '=', alice.accountId)
      .execute()
    await fail(alice, await save(alice))
    expect(await mailsAfter(10 * MINUTE)).toEqual([])
    await db
      .updateTable('account')
      .set({ email: `ok@${people}.example` })
      .where('id', '=', alice.accountId)
      .execute()
    expect(await subjects(MINUTE)).toEqual(['Stepkey: 1 credential fails'])
  })

  it('are deleted after 30 days', async () => {
    await fail(alice, await save(alice))
    expect(await mailsAfter(10 * MINUTE)).toHaveLength(1)
    stepkey.pass(31 * DAY)
    await composeDueMessages(stepkey.deps)
    await deleteOldNotices(stepkey.deps)
    for (const table of ['notice_event', 'notice_group', 'notice_message'] as const) {
      expect(await stepkey.deps.db.selectFrom(table).selectAll().execute()).toEqual([])
    }
  })
})
