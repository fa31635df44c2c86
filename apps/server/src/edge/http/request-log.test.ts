import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { startStepkey } from '../../../testing/stepkey.ts'

describe.each(engines)('the log of requests on %s', (engine) => {
  it('has a line for each, which tells who was at work where, and ties what failed inside to it', async () => {
    const stepkey = await startStepkey(engine)
    const alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Program', scopes: ['read'] })
    const ask = (url: string, id: string) =>
      stepkey.app.inject({
        url,
        headers: { host: 'localhost:4000', authorization: `Bearer ${key}`, 'x-request-id': id },
      })
    const linesOf = (wanted: string) =>
      stepkey.logged.map((line) => JSON.parse(line)).filter(({ id }) => id === wanted)

    expect((await ask('/api/v1/flows', 'good')).statusCode).toBe(200)
    expect((await ask('/trpc/flows.list', 'rpc')).statusCode).toBe(200)
    const who = { actor: 'api_key', workspaceId: alice.workspaceId }
    expect(linesOf('good')).toMatchObject([{ method: 'GET', route: '/api/v1/flows', status: 200, ...who }])
    expect(linesOf('rpc')).toMatchObject([{ procedure: 'flows.list', status: 200, ...who }])

    await sql`alter table flow rename to gone`.execute(stepkey.deps.db)
    expect((await ask('/api/v1/flows', 'bad')).statusCode).toBe(500)
    expect((await ask('/trpc/flows.list', 'worse')).statusCode).toBe(500)
    for (const [id, where] of [
      ['bad', 'GET /flows'],
      ['worse', 'flows.list'],
    ]) {
      expect(linesOf(id ?? '')).toMatchObject([{ where, frames: expect.any(Array) }, { status: 500 }])
    }
    await stepkey.stop()
  })
})
