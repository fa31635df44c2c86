import type { IncomingMessage, ServerResponse } from 'node:http'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Finding } from '@stepkey/shared/verification'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../../../../testing/world.ts'
import { parseAllowRule } from '../../../platform/egress/address-filter.ts'
import { createEgress } from '../../../platform/egress/egress.ts'
import { Secret } from '../../../platform/secret.ts'
import { verifyValues } from '../verify.ts'

type Answer = number | 'hang up' | 'page' | 'redirect' | 'limit of 403'

/** How the target answers requests 1, 2, …; the last answer repeats. */
const give = (answer: Answer | undefined, request: IncomingMessage, response: ServerResponse) => {
  if (answer === 'hang up') return void request.socket.destroy()
  if (answer === 'page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
  if (answer === 'redirect') return void response.writeHead(302, { location: '/sign-in' }).end()
  if (answer === 'limit of 403') return void response.writeHead(403, { 'retry-after': '60' }).end()
  return void response.writeHead(answer ?? 500).end()
}

describe('a control request', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.close())

  /** Verifies a bearer token with a target that gives these answers to the key and to decoys. */
  async function verify(answers: { key: readonly Answer[]; decoy: readonly Answer[] }) {
    const left = { key: [...answers.key], decoy: [...answers.decoy] }
    const received: string[] = []
    const baseUrl = await world.http((request, response) => {
      const kind = request.headers.authorization === 'Bearer s3cret' ? 'key' : 'decoy'
      received.push(kind)
      const next = left[kind].length > 1 ? left[kind].shift() : left[kind][0]
      give(next, request, response)
    })
    const egress = createEgress([parseAllowRule('127.0.0.0/8') ?? {}], world.ports)
    const values = new Secret({ baseUrl, testPath: '/me', token: 's3cret' })
    const finding = await verifyValues(catalog.http.methods.bearer, values, {
      egress,
      clock: () => new Date(),
    })
    return { finding, received }
  }

  const provesNothing = { outcome: 'unexpected', reason: 'proves_nothing' } as const
  const inconclusive = { outcome: 'unexpected', reason: 'control_inconclusive' } as const
  const verified = { outcome: 'verified' } as const
  const limited = { outcome: 'limited' } as const
  const TRANSIENT = [408, 425, 429, 500, 502, 503, 'hang up', 'limit of 403'] as const
  const DEFINITE = [400, 404, 405, 422, 'redirect', 'page'] as const

  const cells: [first: Answer, control: Answer, result: Partial<Finding>][] = [
    [200, 401, verified],
    [200, 403, verified],
    [200, 200, provesNothing],
    [200, 204, provesNothing],
    [403, 401, limited],
    [403, 403, provesNothing],
    [403, 200, provesNothing],
    ...[200, 403].flatMap((first) => [
      ...TRANSIENT.filter((control) => control !== 'hang up').map((control): (typeof cells)[number] => [
        first,
        control,
        inconclusive,
      ]),
      ...DEFINITE.map((control): (typeof cells)[number] => [
        first,
        control,
        first === 200 ? verified : limited,
      ]),
    ]),
  ]
  it.concurrent.each(cells)('answered %s to the key and %s to decoys: %o', async (first, control, result) => {
    const { finding } = await verify({ key: [first], decoy: [control] })
    expect(finding).toMatchObject({ ...result, httpStatus: first })
  })

  it.concurrent.each(TRANSIENT)(
    'is sent once more after %s, and the second answer counts',
    async (transient) => {
      for (const [second, result] of [
        [401, verified],
        [200, provesNothing],
      ] as const) {
        const { finding, received } = await verify({ key: [200], decoy: [transient, second] })
        expect(finding).toMatchObject(result)
        expect(received).toEqual(['key', 'decoy', 'decoy'])
      }
    },
  )

  it.concurrent.each([...TRANSIENT, ...DEFINITE])(
    'is inconclusive when a target that ignores keys answers 200 and then %s',
    async (later) => {
      const { finding } = await verify({ key: [200, later], decoy: [later] })
      expect(finding).toMatchObject(inconclusive)
      expect(finding.message).toContain('could not determine whether it checks it')
    },
  )

  it.concurrent.each([401, 403, ...DEFINITE])(
    'proves nothing when only the second answer, or every other one, is %s, whatever the key',
    async (other) => {
      for (const isOther of [(request: number) => request === 2, (request: number) => request % 2 === 0]) {
        let requests = 0
        const baseUrl = await world.http((request, response) =>
          give(isOther(++requests) ? other : 200, request, response),
        )
        const egress = createEgress([parseAllowRule('127.0.0.0/8') ?? {}], world.ports)
        const values = new Secret({ baseUrl, testPath: '/me', token: 's3cret' })
        const finding = await verifyValues(catalog.http.methods.bearer, values, {
          egress,
          clock: () => new Date(),
        })
        expect(finding).toMatchObject(provesNothing)
      }
    },
  )

  it.concurrent.each([429, 503, 'hang up', 404] as const)(
    'is proof when a target that has refused it answers %s to the next one',
    async (later) => {
      const { finding, received } = await verify({ key: [200], decoy: [401, later] })
      expect(finding).toMatchObject(verified)
      expect(received).toEqual(['key', 'decoy', 'decoy'])
    },
  )

  it('is not sent after an answer that is no proof', async () => {
    for (const answer of [401, 404, 429, 500] as const) {
      expect((await verify({ key: [answer], decoy: [401] })).received).toEqual(['key'])
    }
  })
})
