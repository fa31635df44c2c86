import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createTeam, secretOf, type Team } from '../../../testing/team.ts'

const DAY = 24 * 3600 * 1000

describe.each(engines)('invitations on %s', (engine) => {
  let stepkey: Stepkey
  let acme: Team
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
    acme = await createTeam(stepkey)
  })
  afterAll(() => stepkey.stop())
  const inAcme = (role: keyof Team['people']) => acme.people[role].in(acme.organizationId)
  const refusal = (call: Promise<unknown>) => call.catch(({ code, message }) => ({ code, message }))

  it('requires a session and the permission', async () => {
    const { invitation } = await inAcme('owner').invitations.create({ role: 'viewer' })
    const ref = { invitationId: invitation.id }
    const stranger = (await stepkey.signUp('Stranger')).in(acme.organizationId)
    for (const [rpc, code] of [
      [stepkey.visitor({ workspaceId: acme.organizationId }), 'UNAUTHORIZED'],
      [stranger, 'NOT_FOUND'],
      [inAcme('editor'), 'FORBIDDEN'],
    ] as const) {
      await expect(rpc.invitations.create({ role: 'admin' })).rejects.toMatchObject({ code })
      await expect(rpc.invitations.list()).rejects.toMatchObject({ code })
      await expect(rpc.invitations.revoke(ref)).rejects.toMatchObject({ code })
    }
    await expect(stepkey.visitor().invitations.redeem({ secret: 'x' })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    })
    await inAcme('owner').invitations.revoke(ref)
  })

  it('are links with the secret in the fragment, returned once', async () => {
    const { invitation, url } = await inAcme('admin').invitations.create({ role: 'builder' })
    expect(url).toMatch(/^http:\/\/localhost:4000\/join#invitation=[\w-]{43}$/)
    expect(invitation).toEqual({
      id: expect.any(String),
      role: 'builder',
      email: null,
      invitedBy: 'Acme-admin',
      createdAt: '2026-11-01T12:00:00.000Z',
      expiresAt: '2026-11-08T12:00:00.000Z',
    })
    const listed = await inAcme('owner').invitations.list()
    expect(listed).toContainEqual(invitation)
    const secret = secretOf({ url })
    expect(JSON.stringify(listed)).not.toContain(secret)
    const stored = await stepkey.deps.db.selectFrom('invitation').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain(secret)
  })

  it('can be previewed any number of times', async () => {
    const secret = secretOf(await inAcme('owner').invitations.create({ role: 'viewer' }))
    for (const rpc of [stepkey.visitor(), stepkey.visitor(), acme.people.viewer]) {
      expect(await rpc.invitations.preview({ secret })).toEqual({
        organization: 'Acme',
        role: 'viewer',
        expiresAt: '2026-11-08T12:00:00.000Z',
      })
    }
  })

  it('can be redeemed once', async () => {
    const secret = secretOf(await inAcme('owner').invitations.create({ role: 'builder' }))
    const ben = await stepkey.signUp('Ben')
    expect(await ben.invitations.redeem({ secret })).toEqual({
      workspace: { id: acme.organizationId, name: 'Acme', kind: 'organization', role: 'builder' },
    })
    expect(await ben.in(acme.organizationId).flows.list()).toMatchObject({ items: [] })
    const late = await stepkey.signUp('Late')
    await expect(late.invitations.redeem({ secret })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(late.invitations.preview({ secret })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('can be redeemed by only one of several concurrent requests', async () => {
    const secret = secretOf(await inAcme('owner').invitations.create({ role: 'viewer' }))
    const crowd = await Promise.all(['Crowd1', 'Crowd2', 'Crowd3', 'Crowd4'].map((n) => stepkey.signUp(n)))
    const outcomes = await Promise.allSettled(crowd.map((person) => person.invitations.redeem({ secret })))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const ids = new Set((await inAcme('owner').members.list()).map(({ accountId }) => accountId))
    expect(crowd.filter(({ accountId }) => ids.has(accountId))).toHaveLength(1)
  })

  it('don’t change an existing member, and stay valid then', async () => {
    const secret = secretOf(await inAcme('owner').invitations.create({ role: 'viewer' }))
    for (const role of ['owner', 'editor'] as const) {
      const { workspace } = await acme.people[role].invitations.redeem({ secret })
      expect(workspace).toMatchObject({ id: acme.organizationId, role })
    }
    expect(await stepkey.visitor().invitations.preview({ secret })).toMatchObject({ role: 'viewer' })
  })

  it('return the same error when unknown, used up, revoked, expired or of a deleted organization', async () => {
    const { owner } = acme.people
    const newSecret = async () => secretOf(await inAcme('owner').invitations.create({ role: 'viewer' }))
    const used = await newSecret()
    await stepkey.signUp('User', used)
    const revoked = await inAcme('owner').invitations.create({ role: 'viewer' })
    await inAcme('owner').invitations.revoke({ invitationId: revoked.invitation.id })
    const doomed = owner.in((await owner.organizations.create({ name: 'Doomed' })).id)
    const homeless = secretOf(await doomed.invitations.create({ role: 'viewer' }))
    await doomed.organizations.remove({})
    const expired = await newSecret()
    stepkey.pass(7 * DAY)

    const latecomer = await stepkey.signUp('Latecomer')
    const answers = []
    for (const secret of ['unknown', used, secretOf(revoked), homeless, expired]) {
      answers.push(await refusal(stepkey.visitor().invitations.preview({ secret })))
      answers.push(await refusal(latecomer.invitations.redeem({ secret })))
      answers.push(await refusal(stepkey.signUp('Late', secret)))
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([
        JSON.stringify({
          code: 'NOT_FOUND',
          message: 'This invitation is unknown, used up, revoked or expired. Ask the sender for a new one.',
        }),
      ]),
    )
    expect(await inAcme('owner').invitations.list()).toEqual([])
    expect(await latecomer.accounts.me()).toMatchObject({ workspaces: [{ kind: 'personal' }] })
  })

  it('are redeemed at sign-up, in the same transaction', async () => {
    const secret = secretOf(await inAcme('owner').invitations.create({ role: 'editor' }))
    const password = 'a long enough password'
    // A sign-up with an address that exists must not consume the invitation.
    const taken = { name: 'Again', email: acme.people.viewer.email, password, invitation: secret }
    await expect(stepkey.visitor().accounts.signUp(taken)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const me = await stepkey.visitor().accounts.signUp({ ...taken, email: 'new@example.com' })
    expect(me.workspaces).toMatchObject([
      { name: 'Again', role: 'owner' },
      { id: acme.organizationId, name: 'Acme', role: 'editor' },
    ])
    await expect(stepkey.visitor().invitations.preview({ secret })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('are recorded when they are created and revoked', async () => {
    const { invitation } = await inAcme('admin').invitations.create({ role: 'builder' })
    await inAcme('owner').invitations.revoke({ invitationId: invitation.id })
    const { items } = await inAcme('owner').audit.list({ subjectId: invitation.id })
    expect(items).toMatchObject([
      { action: 'invitation.revoked', detail: { role: 'builder' } },
      { action: 'invitation.created', detail: { role: 'builder' } },
    ])
  })
})

describe.each(engines)('invitations where sign-up is not open, on %s', (engine) => {
  let stepkey: Stepkey
  let acme: Team
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
    acme = await createTeam(stepkey)
  })
  afterAll(() => stepkey.stop())
  const account = { name: 'New', email: 'new@example.com', password: 'a long enough password' }
  const invite = async () =>
    secretOf(await acme.people.owner.in(acme.organizationId).invitations.create({ role: 'viewer' }))

  it('are required for sign-up, and can be used once', async () => {
    stepkey.deps.config.signUp = 'invited'
    const invitation = await invite()
    await expect(stepkey.visitor().accounts.signUp(account)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const guess = stepkey.visitor().accounts.signUp({ ...account, invitation: 'guess' })
    await expect(guess).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const me = await stepkey.visitor().accounts.signUp({ ...account, invitation })
    expect(me.workspaces).toHaveLength(2)
    const again = { ...account, email: 'other@example.com', invitation }
    await expect(stepkey.visitor().accounts.signUp(again)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('cause the same error when missing or unknown, whether or not the account exists', async () => {
    stepkey.deps.config.signUp = 'invited'
    const attempt = (email: string, invitation?: string) =>
      stepkey
        .visitor()
        .accounts.signUp({ ...account, email, invitation })
        .catch(({ code, message }) => ({ code, message }))
    const known = acme.people.viewer.email
    const unknown = 'unknown@example.com'
    const withoutOne = await attempt(unknown)
    expect(withoutOne).toMatchObject({ code: 'FORBIDDEN' })
    expect(await attempt(known)).toEqual(withoutOne)
    const withGuess = await attempt(unknown, 'guess')
    expect(withGuess).toMatchObject({ code: 'FORBIDDEN' })
    expect(await attempt(known, 'guess')).toEqual(withGuess)
  })

  it('can’t be used for sign-up when it is off, but by existing accounts', async () => {
    stepkey.deps.config.signUp = 'open'
    const ben = await stepkey.signUp('Ben')
    stepkey.deps.config.signUp = 'off'
    const secret = await invite()
    const attempt = stepkey
      .visitor()
      .accounts.signUp({ ...account, email: 'off@example.com', invitation: secret })
    await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await ben.invitations.redeem({ secret })).toMatchObject({ workspace: { role: 'viewer' } })
  })
})
