import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { engines } from '../testing/databases/databases.ts'
import { tablesOf } from '../testing/databases/tables-of.ts'
import { fillEveryTable } from '../testing/fixtures/fill-every-table.ts'
import { startStepkey } from '../testing/stepkey.ts'
import { createWorld } from '../testing/world.ts'
import { type Job, jobs, startJobs } from './jobs.ts'
import { DAY } from './platform/time.ts'

describe('scheduled jobs', () => {
  it('have unique names', () => {
    expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length)
  })

  it.each(engines)('run on an empty installation on %s', async (engine) => {
    const stepkey = await startStepkey(engine)
    try {
      for (const { name, run } of jobs) {
        await expect(
          run(stepkey.deps, () => false),
          name,
        ).resolves.not.toThrow()
      }
    } finally {
      await stepkey.stop()
    }
  })

  it.each(engines)('delete nothing early in a process whose clock runs ahead on %s', async (engine) => {
    const world = await createWorld()
    const stepkey = await startStepkey(engine, { outside: world.ports })
    try {
      await fillEveryTable(stepkey, world)
      const { deps } = stepkey
      const rows = async () => {
        const counts = new Map<string, number>()
        for (const table of await tablesOf(deps.db)) {
          const found = await sql`select 1 from ${sql.table(table)}`.execute(deps.db)
          counts.set(table, found.rows.length)
        }
        return counts
      }
      const before = await rows()
      const ahead = new Date(deps.clock().getTime() + 1000 * DAY)
      const deleteBy = async (databaseClock: () => Promise<Date>) => {
        const deleting = jobs.filter(({ name }) => /^(old|expired|ended|deleted) /.test(name))
        for (const { run } of deleting) await run({ ...deps, clock: () => ahead, databaseClock }, () => false)
      }
      await deleteBy(deps.databaseClock)
      expect(await rows()).toEqual(before)

      await deleteBy(async () => ahead)
      const after = await rows()
      const deletedFrom = [...before.keys()].filter((table) => after.get(table) !== before.get(table))
      expect(deletedFrom.toSorted()).toEqual([
        ...['connect_session', 'connect_token', 'consent', 'credential_request', 'deleted_audit'],
        ...[
          'deleted_credential',
          'deleted_organization',
          'idempotency_key',
          'notice_event',
          'notice_message',
          'owner_issue',
        ],
        ...['session', 'sign_in_failure', 'webhook_delivery', 'webhook_event', 'webhook_event_object'],
      ])
    } finally {
      await stepkey.stop()
      await world.close()
    }
  })

  it('continue when one of them throws, and the error is logged with its name', async () => {
    const stepkey = await startStepkey('sqlite')
    const runs = { failing: 0, working: 0 }
    const count = (name: keyof typeof runs, work: () => void): Job => ({
      name,
      interval: 1,
      run: async () => {
        runs[name]++
        work()
      },
    })
    startJobs(stepkey.deps, [
      count('failing', () => {
        throw new Error('always')
      }),
      count('working', () => {}),
    ])
    await expect.poll(() => Math.min(runs.failing, runs.working)).toBeGreaterThan(2)
    await stepkey.stop()
    expect(stepkey.logged.some((line) => line.includes('"where":"failing"'))).toBe(true)
  })
})
