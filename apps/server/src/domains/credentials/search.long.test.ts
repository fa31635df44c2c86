import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { startStepkey } from '../../../testing/stepkey.ts'
import { createWorld } from '../../../testing/world.ts'

const [SMALL, LARGE] = [1000, 1_000_000]
const ROUNDS = 300
/** The ratio of the 99th percentiles at which the size of the workspace counts as noticed. */
const MAX_RATIO = 1.25
/** Differences below this are noise of a machine with two cores, in milliseconds. */
const NOISE = 20

/** Searches for one credential, for few, for all, for none, and for a component. */
const searches = ['shop 0000500', 'rare', 'shop', 'absent', 'shop petstore', 'http rare']

describe.each(engines)('a search on %s', (engine) => {
  it('takes as long in a workspace of 1,000,000 credentials as in one of 1,000', async () => {
    const world = await createWorld()
    const stepkey = await startStepkey(engine, { outside: world.ports })
    const { db } = stepkey.deps
    const base = await world.http(createFakeApi().listener)

    /** Creates a workspace with credentials that are called “Shop 0000001” and so on, every 500th of them rare. */
    async function workspaceOf(size: number) {
      const person = await stepkey.signUp(`Owner${size}`)
      const template = await person.credentials.create(fakeApiCredential(base, 'Template'))
      if (template.outcome !== 'saved') throw new Error('The template was not saved.')
      const { id } = template.credential
      const number = sql`substr('0000000' || n, length('0000000' || n) - 6)`
      const name = sql`'shop ' || ${number} || case when n % ${Math.ceil(size / 20)} = 7 then ' rare' else '' end`
      const numbers = sql`with recursive numbers as (select 1 as n union all select n + 1 from numbers where n < ${sql.lit(size)})`
      const columns = Object.keys(
        await db.selectFrom('credential').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
      )
      const values = columns.map((column) => {
        if (column === 'id') return sql`${sql.lit(id)} || n`
        if (column === 'name' || column === 'name_folded' || column === 'name_order') return name
        if (column === 'receipt_id') return sql`null`
        return sql.ref(`t.${column}`)
      })
      await sql`insert into credential (${sql.join(columns.map((column) => sql.ref(column)))})
        ${numbers} select ${sql.join(values)} from numbers, credential as t where t.id = ${id}`.execute(db)
      await sql`insert into credential_search (credential_id, text)
        ${numbers} select ${sql.lit(id)} || n, ${name} from numbers`.execute(db)
      await person.credentials.remove({ credentialId: id })
      return person
    }
    const people = { small: await workspaceOf(SMALL), large: await workspaceOf(LARGE) }
    if (engine === 'postgres') await sql`analyze`.execute(db)

    const measured = await Promise.all(
      searches.map(async () => ({ small: [] as number[], large: [] as number[] })),
    )
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, search] of searches.entries()) {
        for (const size of ['small', 'large'] as const) {
          const started = performance.now()
          await people[size].credentials.list({ search })
          measured[index]?.[size].push(performance.now() - started)
        }
      }
    }
    const p99 = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
    const rows = searches.map((search, index) => {
      const { small = [], large = [] } = measured[index] ?? {}
      return { search, small: p99(small), large: p99(large) }
    })
    console.log(engine, rows)
    for (const { search, small, large } of rows)
      expect(large, search).toBeLessThan(Math.max(small * MAX_RATIO, small + NOISE))
    await stepkey.stop()
    await world.close()
  })
})
