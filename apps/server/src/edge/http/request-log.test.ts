import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { startStepkey } from '../../../testing/stepkey.ts'

describe.each(engines)('request log on %s', (engine) => {
  it('has a line for each request with its caller and workspace, and the errors have the id of their request', async () => {
    const stepkey = await startStepkey(engine)
    const alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Program', scopes: ['read'] })
    const send = (url: string, id: string) =>
      stepkey.app.inject({
        url,
        headers: { host: 'localhost:4000', authorization: `Bearer ${key}`, 'x-request-id': id },
      })
    const linesOf = (requestId: string) =>
      stepkey.logged.map((line) => JSON.parse(line)).filter(({ id }) => id === requestId)

    expect((await send('/api/v1/flows', 'good')).statusCode).toBe(200)
    expect((await send('/trpc/flows.list', 'rpc')).statusCode).toBe(200)
    const caller = { actor: 'api_key', workspaceId: alice.workspaceId }
    expect(linesOf('good')).toMatchObject([{ method: 'GET', route: '/api/v1/flows', status: 200, ...caller }])
    expect(linesOf('rpc')).toMatchObject([{ procedure: 'flows.list', status: 200, ...caller }])

    await sql`alter table flow rename to renamed`.execute(stepkey.deps.db)
    expect((await send('/api/v1/flows', 'bad')).statusCode).toBe(500)
    expect((await send('/trpc/flows.list', 'worse')).statusCode).toBe(500)
    for (const [id, where] of [
      ['bad', 'GET /flows'],
      ['worse', 'flows.list'],
    ]) {
      expect(linesOf(id ?? '')).toMatchObject([{ where, frames: expect.any(Array) }, { status: 500 }])
    }
    await stepkey.stop()
  })
})
