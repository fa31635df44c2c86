import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { SESSION_LIMIT } from '../accounts/sessions.ts'
import { API_KEY_LIMIT } from '../api-keys/api-keys.ts'
import { INVITATION_LIMIT } from './invitations.ts'
import { ORGANIZATION_LIMIT } from './organizations.ts'

const DAY = 24 * 3600 * 1000
const refused = { code: 'CONFLICT', cause: { code: 'limit_reached' } }

describe.each(engines)('limits of objects on %s', (engine) => {
  let stepkey: Stepkey
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
  })
  afterAll(() => stepkey.stop())

  /** Copies the only row of a table that belongs to an owner, with other values of unique columns. */
  async function copyRow(
    table: 'api_key' | 'invitation' | 'session',
    owner: { workspace_id: string } | { account_id: string },
    unique: string[],
    copies: number,
  ) {
    const { db } = stepkey.deps
    const [[column, id] = ['', '']] = Object.entries(owner)
    const row = await db
      .selectFrom(table)
      .selectAll()
      .where(column as 'id', '=', id)
      .executeTakeFirstOrThrow()
    for (let n = 0; n < copies; n++) {
      const changed = Object.fromEntries(unique.map((name) => [name, `${id}-${n}`]))
      await db
        .insertInto(table)
        .values({ ...row, ...changed } as never)
        .execute()
    }
  }
  /** Calls twice, concurrently. @returns the number of calls that succeeded */
  async function twice(call: () => Promise<unknown>) {
    const results = await Promise.allSettled([call(), call()])
    return results.filter(({ status }) => status === 'fulfilled').length
  }

  it('refuse an API key beyond the limit of a workspace, and count only valid ones', async () => {
    const { apiKeys, workspaceId: workspace_id } = await stepkey.signUp('Ada')
    const create = () => apiKeys.create({ name: 'Tool', scopes: ['read'] })
    const { apiKey } = await create()
    await copyRow('api_key', { workspace_id }, ['id', 'key_hash'], API_KEY_LIMIT - 2)
    expect(await twice(create)).toBe(1)
    await expect(create()).rejects.toMatchObject(refused)
    await apiKeys.revoke({ apiKeyId: apiKey.id })
    await create()
    await stepkey.deps.db
      .updateTable('api_key')
      .set({ expires_at: stepkey.deps.clock().toISOString() })
      .where('id', '=', `${workspace_id}-0`)
      .execute()
    await create()
    await expect(create()).rejects.toMatchObject(refused)
  })

  it('refuse an invitation beyond the limit of an organization, and count only open ones', async () => {
    const { organizations, ...bob } = await stepkey.signUp('Bob')
    const { id: workspace_id } = await organizations.create({ name: 'Acme' })
    const { invitations } = bob.in(workspace_id)
    const create = () => invitations.create({ role: 'viewer' })
    await create()
    await copyRow('invitation', { workspace_id }, ['id', 'token_hash'], INVITATION_LIMIT - 2)
    expect(await twice(create)).toBe(1)
    await expect(create()).rejects.toMatchObject(refused)
    await invitations.revoke({ invitationId: `${workspace_id}-0` })
    await create()
    stepkey.pass(7 * DAY)
    await create()
  })

  it('refuse an organization beyond the limit of its owner', async () => {
    const { organizations, ...cleo } = await stepkey.signUp('Cleo')
    const create = () => organizations.create({ name: 'Acme' })
    const { id } = await create()
    for (let n = 0; n < ORGANIZATION_LIMIT - 2; n++) await create()
    expect(await twice(create)).toBe(1)
    await expect(create()).rejects.toMatchObject(refused)
    await cleo.in(id).organizations.remove({})
    await create()
  })

  it('end the least recently used session at a sign-in beyond the limit of an account', async () => {
    const { accountId: account_id, sessions, email, password, ...dan } = await stepkey.signUp('Dan')
    await copyRow('session', { account_id }, ['id', 'token_hash'], SESSION_LIMIT - 1)
    stepkey.pass(60_000)
    await dan.accounts.me()
    const browser = stepkey.visitor()
    for (let n = 0; n < 3; n++) await stepkey.visitor().accounts.signIn({ email, password })
    await browser.accounts.signIn({ email, password })
    expect(await browser.sessions.list()).toHaveLength(SESSION_LIMIT)
    expect(await sessions.list()).toContainEqual(expect.objectContaining({ current: true }))
  })
})
