import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { hashPassword } from './password-hash.ts'

describe.each(engines)('a sign-in with a wrong password on %s', (engine) => {
  let stepkey: Stepkey
  let alice: Person
  let people = 0
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
  })
  afterAll(() => stepkey.stop())
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  const attempt = (at: Stepkey, email: string, password = 'wrong') =>
    at
      .visitor({ address: `203.0.113.${people}` })
      .accounts.signIn({ email, password })
      .catch(({ code, message }) => ({ code, message }))
  const refusals = async (person = alice) => (await person.audit.list({ outcome: 'refused' })).items

  it('is in the audit log of the personal workspace, with the address and a visitor as its actor', async () => {
    await attempt(stepkey, alice.email)
    await stepkey.deps.background.finish()
    expect(await refusals()).toMatchObject([
      {
        action: 'account.signed_in',
        outcome: 'refused',
        actor: { kind: 'visitor', id: 'visitor', name: 'A visitor who was not signed in' },
        subjectId: alice.accountId,
        address: `203.0.113.${people}`,
        detail: {},
      },
    ])
    expect((await alice.audit.list({ actorId: 'visitor' })).items).toHaveLength(1)
    expect(await alice.audit.verify()).toMatchObject({ outcome: 'intact' })
  })

  it('is recorded after the response, in the background', async () => {
    const known = await attempt(stepkey, alice.email)
    expect(await refusals()).toEqual([])
    expect(await attempt(stepkey, 'unknown@example.com')).toEqual(known)
    await vi.waitFor(async () => expect(await refusals()).toHaveLength(1), { timeout: 5000 })
  })

  it('is not recorded for an unknown account, nor when it is throttled', async () => {
    const count = async () =>
      (await stepkey.deps.db.selectFrom('audit').select('seq').where('outcome', '=', 'refused').execute())
        .length
    const before = await count()
    await attempt(stepkey, 'unknown@example.com')
    for (let n = 0; n < 5; n++) await attempt(stepkey, alice.email)
    expect(await attempt(stepkey, alice.email)).toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    await stepkey.deps.background.finish()
    expect(await count()).toBe(before + 5)
    expect(await refusals()).toHaveLength(5)
  })

  it('is recorded once when the password changes during the comparison', async () => {
    const { deps } = stepkey
    const changed = { password_hash: await hashPassword('another password by now', '127.0.0.1') }
    const attempts = Array.from({ length: 3 }, () => attempt(stepkey, alice.email, alice.password))
    await setTimeout(5)
    await deps.db.updateTable('account').set(changed).where('id', '=', alice.accountId).execute()
    const refused = (await Promise.all(attempts)).filter((answer) => 'code' in answer)
    await deps.background.finish()
    expect(await refusals()).toHaveLength(refused.length)
    expect(refused.length).toBeGreaterThan(0)
  })

  it('is recorded before the process ends', async () => {
    const own = await startStepkey(engine)
    const bob = await own.signUp('Bob')
    await attempt(own, bob.email)
    await own.app.close()
    expect(await refusals(bob)).toHaveLength(1)
    await own.stop()
  })

  it('gets the same response when recording fails, which is logged', async () => {
    const own = await startStepkey(engine)
    const bob = await own.signUp('Bob')
    await sql`drop table audit`.execute(own.deps.db)
    expect(await attempt(own, bob.email)).toMatchObject({ code: 'UNAUTHORIZED' })
    await own.deps.background.finish()
    expect(own.logged.map((line) => JSON.parse(line)).filter(({ where }) => where)).toMatchObject([
      { level: 50, where: 'refused sign-in' },
    ])
    await own.stop()
  })
})
