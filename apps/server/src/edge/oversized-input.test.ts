import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oversizedInputs } from '../../testing/largest-input.ts'
import { type Stepkey, startStepkey } from '../../testing/stepkey.ts'
import { findProcedure, procedureNames } from './rpc/find-procedure.ts'

/** The size of the single large text, in characters: with the other members, nearly the largest body. */
const LARGE = 1000 * 1024
const long = process.env.STEPKEY_LONG === '1'
const withInput = procedureNames.filter((name) => findProcedure(name).input !== undefined)

describe('input of the largest size', () => {
  let stepkey: Stepkey
  let headers: Record<string, string>
  beforeAll(async () => {
    stepkey = await startStepkey('sqlite', { config: { signUp: 'open' } })
    const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }
    const answer = await post('accounts.signUp', account)
    headers = { cookie: String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? '' }
  })
  afterAll(() => stepkey.stop())

  async function post(name: string, input: unknown) {
    const { type } = findProcedure(name as never)
    const isQuery = type === 'query'
    return await stepkey.app.inject({
      method: isQuery ? 'GET' : 'POST',
      url: isQuery ? `/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}` : `/trpc/${name}`,
      headers: { host: 'localhost:4000', ...headers },
      ...(!isQuery && { payload: input as object }),
    })
  }

  it.each(withInput)(
    'is refused or accepted by %s, with an answer of /healthz at the same time',
    async (name) => {
      const inputs = oversizedInputs(findProcedure(name).input as never, LARGE)
      let left = long ? Number.POSITIVE_INFINITY : 2
      for (const input of inputs) {
        if (left-- === 0) break
        const [answer, health] = await Promise.all([
          post(name, input),
          stepkey.app.inject({ url: '/healthz', headers: { host: 'localhost:4000' } }),
        ])
        expect([200, 400, 401, 403, 404, 409, 413, 422, 429]).toContain(answer.statusCode)
        expect(health.statusCode).toBe(200)
      }
    },
  )
})
