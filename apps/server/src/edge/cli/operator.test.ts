import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { operatorOf } from '../../../testing/command-line.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { fixtureVersions, loadFixture } from '../../../testing/fixtures/fixtures.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { inviteFirstAccount } from '../../domains/accounts/accounts.ts'
import { storeAuditHeads } from '../../domains/audit/store-heads.ts'

// Each command runs in a separate process.
vi.setConfig({ testTimeout: 60_000 })

// While a server runs, which need not be stopped for these commands.
describe.each(engines)('the operator on %s', (engine) => {
  let server: Stepkey
  let stepkey: ReturnType<typeof operatorOf>
  let alice: Person
  beforeAll(async () => {
    server = await startStepkey(engine)
    stepkey = operatorOf(server.database)
    alice = await server.signUp('Alice')
  })
  afterAll(() => server.stop())
  const password = 'a password from the operator'

  /** Runs a command and parses its JSON output. */
  async function json(args: string[], input?: string) {
    const { code, out, error } = await stepkey([...args, '--json'], input)
    expect(error).toBe('')
    return { code, ...JSON.parse(out) }
  }

  describe('creates an account', () => {
    const create = (email: string) => ['account', 'create', '--name', 'Ada', '--email', email]

    it('that can sign in and has a personal workspace, although sign-up is off', async () => {
      const made = await json(create('Ada@Example.com'), `${password}\n`)
      expect(made).toMatchObject({ code: 0, name: 'Ada', email: 'ada@example.com' })
      const ada = server.visitor()
      const { account, workspaces } = await ada.accounts.signIn({ email: 'ada@example.com', password })
      expect(account.id).toBe(made.accountId)
      expect(workspaces).toEqual([{ id: made.workspaceId, name: 'Ada', kind: 'personal', role: 'owner' }])
      expect((await ada.audit.list()).items.at(-1)).toMatchObject({
        seq: 1,
        action: 'account.created',
        actor: { kind: 'operator', id: 'command line', name: 'The operator' },
        subjectId: made.accountId,
      })
      expect((await ada.audit.list({ actorId: 'command line' })).items).toHaveLength(1)
      expect(await ada.audit.verify()).toMatchObject({ outcome: 'intact' })
    })

    it('and invalidates the invitation for the first account', async () => {
      const empty = await startStepkey(engine, { config: { signUp: 'invited' } })
      const invitation = await inviteFirstAccount(empty.deps)
      await operatorOf(empty.database)(create('first@example.com'), password)
      const late = { name: 'Late', email: 'late@example.com', password, invitation }
      await expect(empty.visitor().accounts.signUp(late)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await empty.stop()
    })

    it('but not with an existing address, without a password, or with a short one', async () => {
      await stepkey(create('twice@example.com'), password)
      for (const [email, input, message] of [
        ['twice@example.com', password, /^An account with this e-mail address already exists/],
        ['new@example.com', '', /^There is no password on the standard input/],
        ['new@example.com', 'short\n', /^Choose a password of at least 10 characters/],
      ] as const) {
        const { code, out, error } = await stepkey(create(email), input)
        expect({ code, out }).toEqual({ code: 1, out: '' })
        expect(error).toMatch(message)
      }
    })
  })

  describe('resets a password', () => {
    const reset = (email: string) => ['account', 'reset-password', '--email', email]

    it('which ends all sessions and resets the sign-in throttle', async () => {
      const bob = await server.signUp('Bob')
      const visitor = server.visitor()
      for (let n = 0; n < 7; n++) {
        await visitor.accounts.signIn({ email: bob.email, password: 'forgotten' }).catch(() => {})
      }
      expect(await json(reset(bob.email), password)).toMatchObject({ code: 0, sessionsEnded: 1 })
      await expect(bob.accounts.me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
      await visitor.accounts.signIn({ email: bob.email, password })
      expect((await visitor.audit.list({ action: 'account.password_changed' })).items).toMatchObject([
        { actor: { kind: 'operator' }, outcome: 'done', detail: { sessions: 1 } },
      ])
    })

    it('and reports an unknown account', async () => {
      const { code, error } = await stepkey(reset('unknown@example.com'), password)
      expect({ code, error }).toEqual({ code: 1, error: 'There is no such account.\n' })
    })
  })

  describe('manages API keys', () => {
    it('and lists them without secrets, of one workspace or of all', async () => {
      const carol = await server.signUp('Carol')
      const { apiKey, key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['read'] })
      const other = await carol.apiKeys.create({ name: 'Other', scopes: ['read', 'write'] })
      const { items } = await json(['keys', 'list'])
      expect(items).toContainEqual({ ...apiKey, workspaceId: alice.workspaceId, workspaceName: 'Alice' })
      expect(items.map(({ id }: { id: string }) => id)).toContain(other.apiKey.id)
      const one = await stepkey(['keys', 'list', '--workspace', alice.workspaceId])
      expect(one.out).toMatch(new RegExp(`${apiKey.id} .*Engine .*Alice .*read .*never used`))
      expect(one.out).not.toContain('Other')
      expect(one.out).not.toContain(key)
      expect(await stepkey(['keys', 'list', '--workspace', 'nowhere'])).toMatchObject({ code: 1, out: '' })
    })

    it('and lists what keys are limited to', async () => {
      const dora = await server.signUp('Dora')
      await dora.apiKeys.create({ name: 'All', scopes: ['read'] })
      const limits = { owners: ['org_1', ''], componentIds: ['http'] }
      await dora.apiKeys.create({ name: 'Limited', scopes: ['read'], ...limits })
      const { out } = await stepkey(['keys', 'list', '--workspace', dora.workspaceId])
      expect(out).toMatch(/All .*read +none +never used/)
      expect(out).toMatch(/Limited .*read +owners: org_1, the workspace itself; components: http +never used/)
    })

    it('and revokes a key', async () => {
      const { apiKey, key } = await alice.apiKeys.create({ name: 'Leaked', scopes: ['read'] })
      const program = server.visitor({ apiKey: key })
      await program.flows.list()
      expect(await json(['keys', 'revoke', apiKey.id])).toMatchObject({
        code: 0,
        outcome: 'revoked',
        workspaceId: alice.workspaceId,
      })
      await expect(program.flows.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
      expect((await alice.audit.list({ action: 'api_key.revoked' })).items).toMatchObject([
        { actor: { kind: 'operator' }, subjectId: apiKey.id, detail: { name: 'Leaked' } },
      ])
      expect(await stepkey(['keys', 'revoke', 'unknown'])).toMatchObject({
        code: 1,
        error: 'There is no such API key.\n',
      })
    })
  })

  describe('keeps the audit log of a deleted organization', () => {
    let id: string
    beforeAll(async () => {
      const acme = await alice.organizations.create({ name: 'Acme' })
      id = acme.id
      for (let n = 0; n < 3; n++) await alice.in(id).flows.save({ name: `Flow ${n}`, steps: [] })
      await alice.in(id).organizations.remove({ typedName: 'Acme' })
    })

    it('and lists, verifies and checks it', async () => {
      const { items } = await json(['audit', 'deleted'])
      expect(items).toContainEqual({
        workspaceId: id,
        name: 'Acme',
        deletedAt: server.deps.clock().toISOString(),
        deletedBy: { id: alice.accountId, name: 'Alice', email: alice.email },
        entries: 5,
      })
      expect((await stepkey(['audit', 'deleted'])).out).toMatch(
        new RegExp(`${id} .*Acme .*Alice <${alice.email}> .*5`),
      )
      const verified = { outcome: 'intact', rows: 5, workspaceName: 'Acme', deletedAt: expect.any(String) }
      expect(await json(['audit', 'verify', '--workspace', id])).toMatchObject({
        code: 0,
        trails: [verified],
      })
      expect((await json(['audit', 'verify'])).trails).toContainEqual(expect.objectContaining(verified))
      const { findings } = await json(['check'])
      expect(findings.at(-1).trails).toContainEqual(expect.objectContaining(verified))
    })

    it.each(['jsonl', 'csv'] as const)('and exports it as %s, like a log of a workspace', async (format) => {
      const fileOf = (name: string) => join(server.database.folder, `${name}.${format}`)
      const exported = async (workspaceId: string, name: string) => {
        const args = ['audit', 'export', fileOf(name), '--workspace', workspaceId, '--format', format]
        const { code, entries } = await json(args)
        expect(code).toBe(0)
        expect(statSync(fileOf(name)).mode & 0o777).toBe(0o600)
        const lines = readFileSync(fileOf(name), 'utf8').trim().split('\n')
        expect(lines).toHaveLength(entries + (format === 'csv' ? 1 : 0))
        return lines
      }
      const lines = await exported(id, 'acme')
      expect(lines[format === 'csv' ? 1 : 0]).toContain('organization.deleted')
      expect(lines.at(-1)).toContain('organization.created')
      expect((await exported(alice.workspaceId, 'own')).at(-1)).toContain('account.created')
      const again = await stepkey(['audit', 'export', fileOf('acme'), '--workspace', id])
      expect(again).toMatchObject({ code: 1, error: expect.stringMatching(/already exists/) })
    })

    it('and reports unknown workspaces and formats', async () => {
      const file = join(server.database.folder, 'unknown')
      expect((await stepkey(['audit', 'export', file, '--workspace', 'unknown'])).code).toBe(1)
      expect((await stepkey(['audit', 'export', file, '--workspace', id, '--format', 'pdf'])).code).toBe(2)
      expect(existsSync(file)).toBe(false)
    })

    it('and reports a change in it', async () => {
      await sql`update deleted_audit set subject_id = 'x' where workspace_id = ${id} and seq = 2`.execute(
        server.deps.db,
      )
      const { code, out } = await stepkey(['check'])
      expect(code).toBe(1)
      expect(out).toMatch(/Acme, deleted .*BROKEN. Entry 2 was changed/)
      await sql`delete from deleted_organization where workspace_id = ${id}`.execute(server.deps.db)
    })
  })

  it('verifies the audit logs of a database that was not migrated yet', async () => {
    const { database, facts } = await loadFixture(fixtureVersions[0] ?? '', engine)
    const { code, out } = await operatorOf(database)(['audit', 'verify', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out).trails).toContainEqual(
      expect.objectContaining({ workspaceId: facts.organizationId, outcome: 'intact' }),
    )
    expect((await operatorOf(database)(['audit', 'deleted'])).code).toBe(0)
    await database.drop()
  })

  // The following tests damage the data, so they are last.
  it('adds OAuth apps for all workspaces, lists them, and removes unused ones', async () => {
    const secret = 'client secret of the operator'
    const added = await json(['oauth-apps', 'add', 'slack', '--client-id', 'for-all'], `${secret}\n`)
    expect(added).toMatchObject({ code: 0, componentId: 'slack', name: 'Stepkey' })
    const listed = await stepkey(['oauth-apps', 'list', '--json'])
    expect(listed.out).not.toContain(secret)
    expect(JSON.parse(listed.out).items).toMatchObject([
      { id: added.id, clientId: 'for-all', credentialCount: 0 },
    ])
    const { items } = await alice.oauthApps.list()
    expect(items).toMatchObject([{ id: added.id, owner: 'installation', hasSecret: true }])
    expect(await json(['oauth-apps', 'remove', added.id])).toEqual({ code: 0, outcome: 'deleted' })
    const own = ['--redirect-uri', 'https://connect.example.com/oauth/callback']
    const arguments_ = ['oauth-apps', 'add', 'slack', '--client-id', 'forwarded', ...own]
    const forwarded = await json(arguments_, `${secret}\n`)
    expect(forwarded).toMatchObject({ code: 0, redirectUri: own[1] })
    expect((await alice.oauthApps.list()).items).toMatchObject([{ redirectUri: own[1] }])
    expect((await stepkey(['oauth-apps', 'list'])).out).toContain(own[1])
    expect((await json(['oauth-apps', 'remove', forwarded.id])).code).toBe(0)
    const insecure = ['oauth-apps', 'add', 'slack', '--client-id', 'x', '--redirect-uri', 'http://a.example/']
    expect(await stepkey(insecure, secret)).toMatchObject({
      code: 2,
      error: expect.stringContaining('--redirect-uri: '),
    })
    expect(await stepkey(['oauth-apps', 'add', 'postgresql', '--client-id', 'x'], secret)).toMatchObject({
      code: 1,
      error: expect.stringContaining('no method that needs an OAuth app'),
    })
  })

  describe('checks', () => {
    it('the audit logs, and prints their heads', async () => {
      const here = await alice.audit.verify()
      const one = await json(['audit', 'verify', '--workspace', alice.workspaceId])
      expect(one).toEqual({
        code: 0,
        trails: [{ workspaceId: alice.workspaceId, workspaceName: 'Alice', ...here }],
      })
      const { code, out } = await stepkey(['audit', 'verify'])
      expect(code).toBe(0)
      expect(out).toContain('head' in here ? here.head.mac : 'a head')
      expect(await json(['check'])).toMatchObject({ code: 0 })
    })

    it('the ends of the audit logs, and reports entries that were cut off together with the head', async () => {
      const { db, config } = server.deps
      const mallory = await server.signUp('Mallory')
      await mallory.flows.save({ name: 'Evidence', steps: [] })
      const args = ['audit', 'verify', '--workspace', mallory.workspaceId]
      const uncompared = await stepkey(args)
      expect(uncompared).toMatchObject({ code: 0 })
      expect(uncompared.out).toMatch(
        /intact.*\n.*1 of 1 logs could not be compared, because .*audit-heads.jsonl has/,
      )
      await storeAuditHeads(server.deps)
      const compared = await stepkey(args)
      expect(compared.out).toMatch(/intact.*matches head 2/)
      expect(compared.out).not.toContain('could not')

      const { workspaceId } = mallory
      const { mac } = await db
        .selectFrom('audit')
        .select('mac')
        .where('workspace_id', '=', workspaceId)
        .where('seq', '=', 1)
        .executeTakeFirstOrThrow()
      await sql`delete from audit where workspace_id = ${workspaceId} and seq > 1`.execute(db)
      await sql`update audit_head set seq = 1, mac = ${mac} where workspace_id = ${workspaceId}`.execute(db)
      expect(await json(args)).toMatchObject({
        code: 1,
        trails: [{ outcome: 'broken', seq: 2, reason: 'cut_off', lastSeq: 2 }],
      })
      const cut = await stepkey(['check'])
      expect(cut.code).toBe(1)
      expect(cut.out).toMatch(/Mallory.*BROKEN. The entries after 1 up to 2 are missing/)

      // Without the file, the rest of the log is intact.
      rmSync(config.auditHeadsFile ?? '')
      expect(await json(args)).toMatchObject({ code: 0, trails: [{ outcome: 'intact', storedHead: null }] })
    })

    it.each<[string, (workspaceId: string) => ReturnType<typeof sql>, { seq: number; reason: string }]>([
      [
        'a changed entry',
        (id) => sql`update audit set detail = '{}' where workspace_id = ${id} and seq = 1`,
        { seq: 1, reason: 'changed' },
      ],
      [
        'an audit log without its head',
        (id) => sql`delete from audit_head where workspace_id = ${id}`,
        { seq: 1, reason: 'cut_off' },
      ],
      [
        'an audit log without its key',
        (id) => sql`delete from workspace_key where workspace_id = ${id}`,
        { seq: 1, reason: 'changed' },
      ],
    ])('and detects %s', async (name, tamper, found) => {
      const victim = await server.signUp(`Victim${name.length}`)
      await tamper(victim.workspaceId).execute(server.deps.db)
      const { code, trails } = await json(['audit', 'verify'])
      expect(code).toBe(1)
      expect(
        trails.find(({ workspaceId }: { workspaceId: string }) => workspaceId === victim.workspaceId),
      ).toEqual({
        workspaceId: victim.workspaceId,
        workspaceName: `Victim${name.length}`,
        outcome: 'broken',
        ...found,
      })
      const check = await stepkey(['check'])
      expect(check.code).toBe(1)
      expect(check.out).toMatch(new RegExp(`FAILED.*${victim.workspaceId}|\\n${victim.workspaceId}.*BROKEN`))
    })
  })
})
