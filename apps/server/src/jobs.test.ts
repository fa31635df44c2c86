import { describe, expect, it } from 'vitest'
import { engines } from '../testing/databases/databases.ts'
import { startStepkey } from '../testing/stepkey.ts'
import { type Job, jobs, startJobs } from './jobs.ts'

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
