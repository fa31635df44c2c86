import type { CredentialSort, CredentialUse, ListCredentials } from '@stepkey/shared/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { transact } from '../../platform/database/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { nameOrder } from '../../platform/name-order.ts'
import { searchText } from '../../platform/search-text.ts'
import { updateCredentialRow } from './store.ts'

const [MINUTE, DAY] = [60_000, 24 * 3600_000]

describe.each(engines)('the list of credentials on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let base: string
  let alice: Person
  let people = 0
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  async function create(name: string): Promise<string> {
    const created = await alice.credentials.create(fakeApiCredential(base, name))
    assertSaved(created)
    return created.credential.id
  }
  /** Stores an identity, as a verification does. */
  const identify = (id: string, identity: string) =>
    transact(stepkey.deps.db, (trx) => updateCredentialRow(trx, id, { identity }))
  /** Inserts credentials without a verification, as many as a search meets in a large workspace. */
  async function insertMany(count: number, nameOf: (n: number) => string) {
    const template = await create('Template')
    const { db } = stepkey.deps
    const row = await db
      .selectFrom('credential')
      .selectAll()
      .where('id', '=', template)
      .executeTakeFirstOrThrow()
    for (let start = 0; start < count; start += 500) {
      const rows = Array.from({ length: Math.min(500, count - start) }, (_, n) => {
        const name = nameOf(start + n)
        return { ...row, id: newId(), name, name_folded: name.toLowerCase(), name_order: nameOrder(name) }
      })
      await db.insertInto('credential').values(rows).execute()
      const texts = rows.map((each) => ({ credential_id: each.id, text: searchText(each) }))
      await db.insertInto('credential_search').values(texts).execute()
    }
    await alice.credentials.remove({ credentialId: template })
  }
  async function flowWith(credentialId: string, { isActive = true } = {}) {
    const steps = [{ name: 'Read', componentId: 'http', credentialId }]
    const flow = await alice.flows.save({ name: `Flow ${newId()}`, steps })
    assertSaved(flow)
    if (isActive) await alice.flows.activate({ flowId: flow.id })
    return { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  }
  async function issue(step: { flowId: string; stepId: string }) {
    const { key } = await alice.apiKeys.create({ name: `Engine ${newId()}`, scopes: ['issue'] })
    await stepkey.visitor({ apiKey: key }).credentials.issue(step)
    // Writes what is stored soon after the issue.
    await stepkey.deps.background.finish()
  }
  const daysAgo = (days: number) => new Date(stepkey.deps.clock().getTime() - days * DAY).toISOString()
  /** Returns the names on a page. Whatever the filters, the count agrees with the list. */
  async function names(input: NonNullable<z.input<typeof ListCredentials>>, by = alice) {
    const { items } = await by.credentials.list(input)
    const { cursor, limit, sort: _sort, ...filters } = input
    if (cursor === undefined && limit === undefined) {
      expect(await by.credentials.count(filters)).toEqual({ count: items.length, hasMore: false })
    }
    return items.map(({ name }) => name)
  }

  describe('search', () => {
    it('finds all words anywhere in name, identity and component, whatever their case and accents', async () => {
      await create('Minka shop')
      await identify(await create('Orders 100%_*?[x]'), 'Émile Zola')
      for (const search of ['SHOP', 'ink', 'shop minka', 'Mínka', ' minka  shop '])
        expect(await names({ search }), search).toEqual(['Minka shop'])
      for (const search of ['emile', 'ZOLA', 'émile orders', '100%_*?[', '[x]', '*', '%', '?'])
        expect(await names({ search }), search).toEqual(['Orders 100%_*?[x]'])
      expect(await names({ search: 'http' })).toHaveLength(2)
      expect(await names({ search: 'http minka' })).toEqual(['Minka shop'])
      for (const search of ['minka orders', 'm_nka', 'm*a', 'petstore', '\\', 'minka\\'])
        expect(await names({ search }), search).toEqual([])
    })

    it('follows a new name and a new identity, and forgets deleted credentials', async () => {
      const id = await create('Before')
      await alice.credentials.update({ credentialId: id, version: 1, name: 'After' })
      expect(await names({ search: 'before' })).toEqual([])
      expect(await names({ search: 'after' })).toEqual(['After'])
      await identify(id, 'Carol')
      expect(await names({ search: 'carol' })).toEqual(['After'])
      await alice.credentials.remove({ credentialId: id })
      expect(
        await stepkey.deps.db.selectFrom('credential_search').select('text').execute(),
      ).not.toContainEqual({ text: 'after\ncarol' })
    })

    it('finds nothing of other workspaces', async () => {
      await create('Minka shop')
      const bob = await stepkey.signUp(`Bob${people}`)
      expect(await names({ search: 'minka' }, bob)).toEqual([])
    })

    it('pages through rare and frequent matches of a workspace with thousands of credentials', async () => {
      const nameOf = (n: number) => `Frequent ${String(n).padStart(4, '0')}${n % 1500 === 7 ? ' rare' : ''}`
      await insertMany(6000, nameOf)
      const rare = [7, 1507, 3007, 4507].map(nameOf)
      for (const search of ['rare', 'rare frequent', 'http rare']) {
        const first = await alice.credentials.list({ search, limit: 3 })
        expect(first.items.map(({ name }) => name)).toEqual(rare.slice(0, 3))
        expect(await names({ search, limit: 3, cursor: first.nextCursor ?? '' })).toEqual(rare.slice(3))
      }
      const found: string[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await alice.credentials.list({ search: 'frequent', limit: 200, cursor })
        found.push(...page.items.map(({ name }) => name))
        if (page.nextCursor === null) break
        cursor = page.nextCursor
      }
      expect(found).toEqual(Array.from({ length: 6000 }, (_, n) => nameOf(n)))
      expect(await alice.credentials.count({ search: 'frequent' })).toEqual({ count: 1000, hasMore: true })
      expect(await alice.credentials.count()).toEqual({ count: 1000, hasMore: true })
      expect(await alice.credentials.count({ search: 'frequent rare' })).toEqual({ count: 4, hasMore: false })
    })
  })

  it('finds what few of thousands have without an index, in parts, in every order', async () => {
    const special = new Set([10, 4999, 5000, 10_500])
    await insertMany(11_000, (n) => `${n % 2 ? 'Odd' : 'Even'} ${n}${special.has(n) ? ' #z' : ''}`)
    const expected = ['Even 10 #z', 'Even 5000 #z', 'Even 10500 #z', 'Odd 4999 #z']
    expect(await names({ search: 'z' })).toEqual(expected)
    expect(await names({ search: 'z', sort: '-name' })).toEqual(expected.toReversed())
    for (const sort of ['name', '-name', 'updatedAt', '-updatedAt'] as const) {
      const found = await names({ search: 'z', sort })
      expect(found.toSorted(), sort).toEqual(expected.toSorted())
      expect(await names({ search: 'odd even', sort }), sort).toEqual([])
      const first = await alice.credentials.list({ search: 'z', sort, limit: 3 })
      const cursor = first.nextCursor ?? ''
      expect(first.items.map(({ name }) => name)).toEqual(found.slice(0, 3))
      expect(await names({ search: 'z', sort, limit: 3, cursor })).toEqual(found.slice(3))
    }
  })

  describe('filters', () => {
    it('returns the credentials that are used in the given way', async () => {
      const [active, inactive, , long] = [
        await create('Active'),
        await create('Inactive'),
        await create('Unbound'),
        await create('Long ago'),
      ]
      await flowWith(inactive, { isActive: false })
      const paused = await flowWith(long)
      await issue(paused)
      await alice.flows.deactivate({ flowId: paused.flowId })
      await stepkey.deps.db
        .updateTable('credential')
        .set((eb) => ({
          created_at: daysAgo(91),
          last_used_at: eb.case().when('id', '=', long).then(daysAgo(91)).else('').end(),
        }))
        .where('name', '!=', 'New')
        .execute()
      await create('New')
      await issue(await flowWith(active))
      const ways: Record<CredentialUse, string[]> = {
        active: ['Active'],
        inactive: ['Inactive', 'Long ago'],
        none: ['New', 'Unbound'],
        never: ['Inactive', 'New', 'Unbound'],
        idle: ['Inactive', 'Long ago', 'Unbound'],
      }
      for (const [use, expected] of Object.entries(ways))
        expect(await names({ use: use as CredentialUse }), use).toEqual(expected)
    })

    it('returns the credentials of a method, of a creator, and with the end of their access', async () => {
      const id = await create('Ends')
      await create('Endless')
      const { id: accountId } = (await alice.accounts.me()).account
      const [{ createdBy } = { createdBy: null }] = (await alice.credentials.list({ ids: [id] })).items
      expect(createdBy).toBe(accountId)
      expect(await names({ createdBy: accountId })).toEqual(['Endless', 'Ends'])
      expect(await names({ createdBy: 'unknown' })).toEqual([])
      expect(await names({ methodId: 'bearer' })).toHaveLength(2)
      expect(await names({ methodId: 'basic' })).toEqual([])

      const end = new Date(stepkey.deps.clock().getTime() + 10 * DAY).toISOString()
      await stepkey.deps.db
        .updateTable('receipt')
        .set({ expires_at: end })
        .where('credential_id', '=', id)
        .execute()
      expect(await names({ endsWithinDays: 14 })).toEqual(['Ends'])
      expect(await names({ endsWithinDays: 9 })).toEqual([])
      stepkey.pass(11 * DAY)
      expect(await names({ endsWithinDays: 0 })).toEqual(['Ends'])
    })
  })

  it('is sorted by name, change or last use, in both directions, page by page', async () => {
    const [first, , last] = [await create('B'), await create('A'), await create('C')]
    stepkey.pass(MINUTE)
    await alice.credentials.update({ credentialId: first, version: 1, name: 'D' })
    await issue(await flowWith(last))
    const orders: Record<CredentialSort, string[]> = {
      name: ['A', 'C', 'D'],
      '-name': ['D', 'C', 'A'],
      updatedAt: ['A', 'C', 'D'],
      '-updatedAt': ['D', 'C', 'A'],
      lastUsedAt: ['D', 'A', 'C'],
      '-lastUsedAt': ['C', 'A', 'D'],
    }
    for (const [sort, expected] of Object.entries(orders) as [CredentialSort, string[]][]) {
      const page = await alice.credentials.list({ sort, limit: 2 })
      const rest = await names({ sort, limit: 2, cursor: page.nextCursor ?? '' })
      expect([...page.items.map(({ name }) => name), ...rest], sort).toEqual(expected)
    }
  })

  it('sorts numbers by their value and accented letters beside their base letters, page by page', async () => {
    const expected = ['Azure', 'Émile', 'Orders 2', 'Orders 10', 'Zoo']
    for (const name of expected.toReversed()) await create(name)
    for (const filter of [{}, { componentId: 'http' }]) {
      const page = await alice.credentials.list({ ...filter, limit: 3 })
      const rest = await names({ ...filter, limit: 3, cursor: page.nextCursor ?? '' })
      expect([...page.items.map(({ name }) => name), ...rest]).toEqual(expected)
    }
    expect(await names({ sort: '-name' })).toEqual(expected.toReversed())
    const { items } = await alice.credentials.list({ search: 'zoo' })
    const { id: credentialId = '', version = 0 } = items[0] ?? {}
    await alice.credentials.update({ credentialId, version, name: 'Orders 3' })
    expect(await names({})).toEqual(['Azure', 'Émile', 'Orders 2', 'Orders 3', 'Orders 10'])
  })

  it('tells the last use to the minute, with one write for all issues of a minute', async () => {
    const id = await create('Shop')
    const step = await flowWith(id)
    const lastUse = async () => (await alice.credentials.get({ credentialId: id })).lastUse
    expect(await lastUse()).toBeNull()
    await issue(step)
    const minute = (time: Date) => new Date(time.getTime() - (time.getTime() % MINUTE)).toISOString()
    const at = minute(stepkey.deps.clock())
    expect(await lastUse()).toEqual({ at, ...step })

    // A second issue in the same minute isn't written: the column keeps what was put there instead.
    await stepkey.deps.db
      .updateTable('credential')
      .set({ last_used_at: '2000' })
      .where('id', '=', id)
      .execute()
    if (minute(stepkey.deps.clock()) === at) {
      await issue(step)
      expect((await lastUse())?.at).toBe('2000')
    }
    stepkey.pass(MINUTE)
    await issue(step)
    expect((await lastUse())?.at).toBe(minute(stepkey.deps.clock()))
    expect(await alice.credentials.get({ credentialId: id })).toMatchObject({ version: 1 })
  })
})
