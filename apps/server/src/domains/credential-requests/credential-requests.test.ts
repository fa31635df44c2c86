import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { planOf } from '../../../testing/query-plan.ts'
import { createMailbox, type Mailbox } from '../../../testing/servers/mail-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createTeam } from '../../../testing/team.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { deleteEndedCredentialRequests } from './credential-requests.ts'
import { deleteEndedRequests } from './store.ts'

const DAY = 24 * 3600 * 1000
const unusable = {
  code: 'NOT_FOUND',
  message: expect.stringMatching(/unknown, used up, revoked or expired/),
}

it('finds expired requests with an index, without a scan', async () => {
  const plan = await planOf((db) => deleteEndedRequests(db, new Date().toISOString()))
  expect(plan).toMatch(/USING (COVERING )?INDEX credential_request_expiry/)
})

describe.each(engines)('credential requests on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let mailbox: Mailbox
  let base: string
  let alice: Person
  let bob: Person
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    mailbox = await createMailbox()
    base = await world.http(api.listener)
    const mail = {
      host: '127.0.0.1',
      port: mailbox.port,
      encryption: 'none' as const,
      from: { name: 'Stepkey', address: 'stepkey@example.com' },
    }
    stepkey = await startStepkey(engine, { outside: world.ports, config: { mail } })
  })
  afterAll(async () => {
    await stepkey.stop()
    await mailbox.close()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    bob = await stepkey.signUp(`Bob${people}`)
    api.requestedPaths.length = 0
    mailbox.letters.length = 0
  })

  type CreateInput = Parameters<Caller['requests']['create']>[0]
  const createRequest = async (more: Partial<CreateInput> = {}, who: Caller = alice) => {
    const { request, url } = await who.requests.create({ componentId: 'http', name: 'Their shop', ...more })
    return { ...request, secret: url.split('#request=')[1] ?? '' }
  }
  const redeem = (secret: string) => stepkey.visitor().requests.redeem({ secret })
  /** A visitor who opened the link. */
  const visitor = async (secret: string) => stepkey.visitor({ connectToken: (await redeem(secret)).token })
  const { name: _, ...given } = fakeApiCredential('', '')
  const provide = (rpc: Caller, token = 'good') =>
    rpc.credentials.create({
      ...given,
      name: 'Their shop',
      values: { baseUrl: base, testPath: '/me', token },
    })

  it('can’t be listed or revoked from another workspace', async () => {
    const { id } = await createRequest()
    expect(await bob.requests.list()).toEqual([])
    await expect(bob.requests.revoke({ requestId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await alice.requests.list({ componentId: 'http' })).toMatchObject([
      { id, name: 'Their shop', askedBy: `Alice${people}`, state: 'open', credentialId: null },
    ])
    expect(await alice.requests.list({ componentId: 'petstore' })).toEqual([])
  })

  it('can be fulfilled without an account, and reveal only the requester and the request', async () => {
    await alice.credentials.create(fakeApiCredential(base, 'Hers'))
    const { secret, id } = await createRequest({ note: 'The key of the shop,\nplease.' })
    expect(await redeem(secret)).toEqual({
      token: expect.stringMatching(/^stepkey_connect_/),
      expiresAt: expect.any(String),
      componentId: 'http',
      name: 'Their shop',
      note: 'The key of the shop,\nplease.',
      workspace: `Alice${people}`,
      askedBy: `Alice${people}`,
      askedByEmail: `alice${people}@example.com`,
      until: new Date(stepkey.deps.clock().getTime() + 7 * DAY).toISOString(),
    })
    const rpc = await visitor(secret)
    expect(await rpc.connectTokens.task()).toEqual({
      componentId: 'http',
      componentIds: ['http'],
      actions: ['create'],
      name: 'Their shop',
      returns: true,
      expiresAt: expect.any(String),
    })
    expect(await provide(rpc, 'bad')).toMatchObject({
      outcome: 'not_saved',
      verification: { outcome: 'rejected' },
    })
    const handed = await provide(rpc)
    assertSaved(handed)
    const credentialId = handed.credential.id
    expect(await alice.credentials.get({ credentialId })).toMatchObject({
      name: 'Their shop',
      status: 'verified',
    })
    expect(await alice.requests.list()).toMatchObject([{ id, state: 'fulfilled', credentialId }])
    await alice.credentials.remove({ credentialId })
    expect(await alice.requests.list()).toEqual([])
  })

  it('are for an owner with its tags, if they name one, and end when the owner is removed', async () => {
    const owned = { owner: 'org_1', tags: { plan: 'pro' } }
    await alice.credentials.create({ ...fakeApiCredential(base, 'Their shop'), owner: 'org_2' })
    const { secret } = await createRequest(owned)
    expect(await alice.requests.list()).toMatchObject([owned])
    const handed = await provide(await visitor(secret))
    assertSaved(handed)
    const { items } = await alice.credentials.list({ owner: 'org_1' })
    expect(items).toMatchObject([{ id: handed.credential.id, name: 'Their shop', ...owned }])
    const other = await createRequest({ ...owned, name: 'Other' })
    await alice.owners.remove({ owner: 'org_2' })
    await redeem(other.secret)
    await alice.owners.remove({ owner: 'org_1' })
    await expect(redeem(other.secret)).rejects.toMatchObject(unusable)
  })

  it('give access to nothing but that credential', async () => {
    const { secret } = await createRequest()
    const rpc = await visitor(secret)
    const input = { ...given, values: { baseUrl: base, testPath: '/me', token: 'good' } }
    for (const attempt of [
      () => rpc.credentials.create({ ...input, name: 'Another name' }),
      () =>
        rpc.credentials.create({ ...input, name: 'Their shop', componentId: 'petstore', methodId: 'apiKey' }),
      () => rpc.credentials.create({ ...input, name: 'Their shop', bindTo: { flowId: 'x', stepId: 'x' } }),
      () => rpc.credentials.list({ componentId: 'http' }),
      () => rpc.components.list(),
      () => rpc.requests.list(),
      () => rpc.flows.list(),
      () => rpc.accounts.me(),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    expect(api.requestedPaths).toEqual([])
  })

  it('append a number to a name that exists, without revealing that', async () => {
    await alice.credentials.create(fakeApiCredential(base, 'Their shop'))
    await alice.credentials.create(fakeApiCredential(base, 'THEIR SHOP 2'))
    const handed = await provide(await visitor((await createRequest()).secret))
    assertSaved(handed)
    expect(handed.credential.name).toBe('Their shop')
    expect(await alice.credentials.get({ credentialId: handed.credential.id })).toMatchObject({
      name: 'Their shop 3',
    })
  })

  it('return the same error for a link that is unknown, used up, revoked or expired', async () => {
    const used = await createRequest()
    await provide(await visitor(used.secret))
    const revoked = await createRequest({ name: 'Other' })
    const holder = await visitor(revoked.secret)
    await alice.requests.revoke({ requestId: revoked.id })
    const expired = await createRequest({ days: 1 })
    const late = await visitor(expired.secret)
    stepkey.pass(DAY)
    const answers = []
    for (const secret of ['wrong', used.secret, revoked.secret, expired.secret])
      answers.push(await redeem(secret).catch(({ code, message }) => ({ code, message })))
    expect(answers[0]).toMatchObject(unusable)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    for (const rpc of [holder, late]) {
      await expect(rpc.connectTokens.task()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    }
    for (const { id } of [used, revoked, expired])
      await expect(alice.requests.revoke({ requestId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await alice.requests.list()).map(({ id }) => id)).toEqual([used.id])
    stepkey.pass(7 * DAY)
    await deleteEndedCredentialRequests(stepkey.deps)
    const left = () =>
      stepkey.deps.db
        .selectFrom('credential_request')
        .select(['id', 'credential_id'])
        .where('workspace_id', '=', alice.workspaceId)
        .execute()
    const [last] = await left()
    expect(last?.id).toBe(used.id)
    // It is deleted with its credential.
    await alice.credentials.remove({ credentialId: last?.credential_id ?? '' })
    await deleteEndedCredentialRequests(stepkey.deps)
    expect(await left()).toEqual([])
  })

  it('create one credential for concurrent submissions', async () => {
    const { secret } = await createRequest()
    const rpc = await visitor(secret)
    const answers = await Promise.all([1, 2, 3].map(() => provide(rpc).catch(({ code }) => code)))
    expect(answers.filter((answer) => typeof answer !== 'string')).toHaveLength(1)
    expect((await alice.credentials.list({ componentId: 'http' })).items).toHaveLength(1)
    expect(await alice.audit.verify()).toMatchObject({ outcome: 'intact' })
  })

  it('create no credential if revoked during the verification', async () => {
    const { secret, id } = await createRequest()
    const rpc = await visitor(secret)
    let open = () => {}
    api.gate = new Promise((resolve) => {
      open = resolve
    })
    const submission = provide(rpc).catch(({ code }) => code)
    await expect.poll(() => api.requestedPaths.length).toBe(1)
    await alice.requests.revoke({ requestId: id })
    open()
    api.gate = undefined
    expect(await submission).toBe('NOT_FOUND')
    expect((await alice.credentials.list()).items).toEqual([])
  })

  it('allow thirty attempts, even if the link is opened again', async () => {
    const { secret } = await createRequest()
    const values = { baseUrl: base, testPath: '/me', token: 'bad' }
    for (let round = 0; round < 3; round++) {
      const rpc = await visitor(secret)
      for (let n = 0; n < 5; n++) await rpc.credentials.verify({ ...given, values })
      for (let n = 0; n < 5; n++) await expect(rpc.flows.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    await expect((await visitor(secret)).flows.list()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    await expect(provide(await visitor(secret))).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    expect(api.requestedPaths).toEqual([])
  })

  it('are in the audit log, with the requester and the visitor who fulfilled them', async () => {
    const { key } = await alice.apiKeys.create({ name: 'Tool', scopes: ['write'] })
    const { secret, id, askedBy } = await createRequest({}, stepkey.visitor({ apiKey: key }))
    expect(askedBy).toBe('Tool')
    await provide(await visitor(secret))
    const { items } = await alice.audit.list({ limit: 2 })
    expect(items).toMatchObject([
      {
        action: 'credential.created',
        actor: { kind: 'visitor' },
        detail: { name: 'Their shop', requestId: id },
      },
      {
        action: 'request.created',
        actor: { kind: 'api_key' },
        subjectId: id,
        detail: { componentId: 'http' },
      },
    ])
  })

  it('send the link to the given address, and store it nowhere', async () => {
    const created = await alice.requests.create({
      componentId: 'http',
      name: 'Their shop',
      note: 'Not for the mail',
      email: 'carol@example.com',
    })
    expect(created).toMatchObject({ sent: true })
    const [letter] = mailbox.letters
    expect(letter).toMatchObject({ to: ['carol@example.com'] })
    expect(JSON.stringify(letter)).toContain(created.url.split('=')[1])
    expect(JSON.stringify(letter)).not.toContain('Not for the mail')
    const secret = created.url.split('#request=')[1] ?? ''
    await redeem(secret)
    const stored = [
      await stepkey.deps.db.selectFrom('credential_request').selectAll().execute(),
      await alice.audit.list(),
      await alice.requests.list(),
    ]
    expect(JSON.stringify(stored)).not.toContain(secret)
    expect(stepkey.logged.join('')).not.toContain(secret)
  })

  it('can’t be created by viewers and builders, or with an API key without the scope `write`', async () => {
    const { organizationId, people: team } = await createTeam(stepkey)
    const { key } = await alice.apiKeys.create({ name: 'Reader', scopes: ['read', 'flows', 'connect'] })
    const callers = [
      team.viewer.in(organizationId),
      team.builder.in(organizationId),
      stepkey.visitor({ apiKey: key }),
    ]
    for (const caller of callers) {
      await expect(createRequest({}, caller)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    expect(await createRequest({}, team.editor.in(organizationId))).toMatchObject({ state: 'open' })
  })

  it('can’t be created with invalid input, or for a component that needs a consent', async () => {
    for (const input of [
      { componentId: 'nothing' },
      { componentId: 'quickbooks' },
      { note: 'a\u0000b' },
      { days: 31 },
    ]) {
      await expect(createRequest(input), JSON.stringify(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
  })
})
