import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { newId } from '../../platform/ids.ts'
import { DAY, MINUTE } from '../../platform/time.ts'
import { eraseOldValues } from './erase-values.ts'

describe.each(engines)('erasing previous values on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let base: string
  let silentBase: string
  let alice: Person
  let bob: Person
  let people = 0
  let answerSilent = () => {}
  let silence: Promise<void> | undefined
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    silentBase = await world.http(async (request, response) => {
      await silence
      api.listener(request, response)
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    await stepkey.deps.db.deleteFrom('credential_value').execute()
    silence = undefined
    for (const token of ['one', 'two']) api.tokens.set(token, 'alice')
    alice = await stepkey.signUp(`Alice${++people}`)
    bob = await stepkey.signUp(`Bob${people}`)
  })

  /** Creates a credential with a previous value. */
  async function rotated(person: Person, name: string, address = base) {
    const created = await person.credentials.create(fakeApiCredential(address, name, 'one'))
    assertSaved(created)
    const { id: credentialId, version } = created.credential
    await person.credentials.addValue({ credentialId, version, values: { token: 'two' } })
    await person.credentials.promote({ credentialId, generation: 2 })
    return credentialId
  }
  const firstValue = async (person: Person, credentialId: string) =>
    (await person.credentials.values({ credentialId })).items.find(({ generation }) => generation === 1)
  function silenceTarget() {
    silence = new Promise((resolve) => {
      answerSilent = resolve
    })
  }
  /** Adds copies of a credential with its previous value. */
  async function copy(credentialId: string, times: number) {
    const { db } = stepkey.deps
    const credential = await db
      .selectFrom('credential')
      .selectAll()
      .where('id', '=', credentialId)
      .executeTakeFirstOrThrow()
    const value = await db
      .selectFrom('credential_value')
      .selectAll()
      .where('credential_id', '=', credentialId)
      .executeTakeFirstOrThrow()
    for (let n = 0; n < times; n++) {
      const id = newId()
      const named = { name: `Copy ${n}`, name_folded: `copy ${n}`, name_order: `copy ${n}` }
      await db
        .insertInto('credential')
        .values({ ...credential, id, ...named, receipt_id: null })
        .execute()
      await db
        .insertInto('credential_value')
        .values({ ...value, id: newId(), credential_id: id })
        .execute()
    }
  }

  it('does not wait for silent targets of another workspace, neither to erase nor to verify', async () => {
    const silent: string[] = []
    for (let n = 0; n < 4; n++) silent.push(await rotated(alice, `Silent ${n}`, silentBase))
    await copy(silent[0] ?? '', 100)
    stepkey.pass(MINUTE)
    const last = await rotated(bob, 'Shop')
    api.tokens.delete('one')
    stepkey.pass(7 * DAY)

    silenceTarget()
    const erasing = eraseOldValues(stepkey.deps)
    try {
      await expect
        .poll(() => firstValue(bob, last), { timeout: 5000 })
        .toMatchObject({ state: 'retired', status: 'failing' })
      const left = await stepkey.deps.db
        .selectFrom('credential_value')
        .select('id')
        .where('sealed', 'is not', null)
        .execute()
      expect(left).toEqual([])
    } finally {
      answerSilent()
      await erasing
    }
    for (const id of silent) expect(await firstValue(alice, id)).toMatchObject({ status: 'failing' })
  })

  it('verifies the other values when the method of one is unknown', async () => {
    const unknown = await rotated(alice, 'Unknown method')
    const known = await rotated(alice, 'Shop')
    await stepkey.deps.db
      .updateTable('credential')
      .set({ method_id: 'removed' })
      .where('id', '=', unknown)
      .execute()
    api.tokens.delete('one')
    stepkey.pass(7 * DAY)
    await eraseOldValues(stepkey.deps)
    expect(await firstValue(alice, known)).toMatchObject({ state: 'retired', status: 'failing' })
  })
})
