import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { findExpiringCredentials } from './store.ts'

const [MINUTE, DAY] = [60_000, 24 * 3600_000]

describe.each(engines)('the receipts of a credential on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let base: string
  let alice: Person
  let people = 0
  let isAccepted = true
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http((request, response) => {
      if (isAccepted) return api.listener(request, response)
      response.writeHead(401).end()
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    isAccepted = true
  })

  async function create(): Promise<string> {
    const created = await alice.credentials.create(fakeApiCredential(base, 'Shop'))
    assertSaved(created)
    return created.credential.id
  }
  async function verify(credentialId: string, accepted = true) {
    isAccepted = accepted
    stepkey.pass(MINUTE)
    await alice.credentials.verify({ credentialId })
  }
  const receipts = async (credentialId: string) => (await alice.credentials.receipts({ credentialId })).items
  const stored = (credentialId: string) =>
    stepkey.deps.db.selectFrom('receipt').selectAll().where('credential_id', '=', credentialId).execute()

  it('are of every stored verification, the newest first, with its message and without its identity', async () => {
    const id = await create()
    await verify(id, false)
    await verify(id)
    const found = await receipts(id)
    expect(found.map(({ outcome }) => outcome)).toEqual(['verified', 'rejected', 'verified'])
    expect(Object.keys(found[1] ?? {}).sort()).toEqual([
      'checkedAt',
      'durationMs',
      'message',
      'outcome',
      'reason',
    ])
    expect(found[1]).toMatchObject({ reason: 'unauthorized', message: expect.stringContaining('rejected') })
    expect(found.map(({ checkedAt }) => checkedAt)).toEqual(
      found.map(({ checkedAt }) => checkedAt).toSorted((a, b) => b.localeCompare(a)),
    )
    const { receipt } = await alice.credentials.get({ credentialId: id })
    expect(receipt).toMatchObject(found[0] ?? {})
  })

  it('exclude verifications with other values, because these are not stored', async () => {
    const id = await create()
    await alice.credentials.verify({ credentialId: id, values: { token: 'wrong' } })
    expect(await receipts(id)).toHaveLength(1)
  })

  it('are the last 30, and older ones are deleted with the next verification', async () => {
    const id = await create()
    const [template] = await stored(id)
    if (!template) throw new Error('The credential has no receipt.')
    const older = Array.from({ length: 40 }, (_, n) => ({
      ...template,
      id: `${id.slice(0, 30)}-${n}`,
      outcome: 'timeout',
      duration_ms: n,
      checked_at: new Date(stepkey.deps.clock().getTime() - (n + 1) * DAY).toISOString(),
    }))
    await stepkey.deps.db.insertInto('receipt').values(older).execute()
    await verify(id)
    expect(await stored(id)).toHaveLength(30)
    const found = await receipts(id)
    expect(found.map(({ outcome }) => outcome).slice(0, 3)).toEqual(['verified', 'verified', 'timeout'])
    expect(found.at(-1)?.durationMs).toBe(27)
  })

  it('keep the current one even if it seems older than 30 others, after the clock was set back', async () => {
    const id = await create()
    const [template] = await stored(id)
    if (!template) throw new Error('The credential has no receipt.')
    const later = Array.from({ length: 35 }, (_, n) => ({
      ...template,
      id: `${id.slice(0, 30)}-${n}`,
      checked_at: new Date(stepkey.deps.clock().getTime() + (n + 1) * DAY).toISOString(),
    }))
    await stepkey.deps.db.insertInto('receipt').values(later).execute()
    await verify(id, false)
    expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
      status: 'failing',
      receipt: { outcome: 'rejected' },
    })
    expect(await receipts(id)).toHaveLength(30)
  })

  it('count for the end of the access only with the current one', async () => {
    const id = await create()
    const end = new Date(stepkey.deps.clock().getTime() + 10 * DAY).toISOString()
    await stepkey.deps.db
      .updateTable('receipt')
      .set({ expires_at: end })
      .where('credential_id', '=', id)
      .execute()
    const expiring = async () => {
      const until = new Date(stepkey.deps.clock().getTime() + 20 * DAY).toISOString()
      return await findExpiringCredentials(stepkey.deps.db, { days: 30, from: '', until, id, limit: 10 })
    }
    const ending = async () => (await alice.credentials.list({ endsWithinDays: 14 })).items
    expect(await expiring()).toHaveLength(1)
    expect(await ending()).toHaveLength(1)
    await verify(id)
    expect(await expiring()).toEqual([])
    expect(await ending()).toEqual([])
    expect((await stored(id)).map(({ expires_at }) => expires_at)).toEqual([null, null])
  })

  it('are deleted with the credential', async () => {
    const id = await create()
    await verify(id)
    await alice.credentials.remove({ credentialId: id })
    expect(await stored(id)).toEqual([])
    await expect(receipts(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
