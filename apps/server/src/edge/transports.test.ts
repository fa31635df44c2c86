import type { FieldError } from '@stepkey/shared/errors'
import { isRecord } from '@stepkey/shared/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../testing/databases/databases.ts'
import { createFakeApi } from '../../testing/fake-api.ts'
import { createOrganizationObjects, type OrganizationObjects } from '../../testing/organization-objects.ts'
import { absent, type Belongings, procedureCalls } from '../../testing/procedure-calls.ts'
import { type Stepkey, startStepkey } from '../../testing/stepkey.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { refusalOf } from './rest/problem.ts'
import type { RestRoute } from './rest/rest-route.ts'
import { routes } from './rest/routes.ts'
import type { Caller } from './rpc/caller.ts'
import { findProcedure, type ProcedureName, procedureNames } from './rpc/find-procedure.ts'

/** Procedures without a REST route: REST accepts no connect tokens, and only windows of Stepkey start and deliver. */
const WITHOUT_REST = ['connectTokens.task', 'consents.start', 'consents.deliver']
const names = procedureNames.filter((name) => !WITHOUT_REST.includes(name))

interface Answer {
  status: number
  body: unknown
}

/** One of two installations with the same objects. One is called over tRPC, the other one over REST. */
interface Side {
  stepkey: Stepkey
  objects: OrganizationObjects
}

/**
 * Calls every procedure over both transports, with the same input and the same caller. Answers and errors must be the
 * same except for the encoding: REST sends refusals as problems, and uses the statuses 201 and 204.
 */
describe.each(engines)('tRPC and REST on %s', (engine) => {
  let world: World
  let base: string
  let trpc: Side
  let rest: Side

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    const side = async (): Promise<Side> => {
      const stepkey = await startStepkey(engine, { outside: world.ports })
      return { stepkey, objects: await createOrganizationObjects(stepkey, base) }
    }
    trpc = await side()
    rest = await side()
  })
  afterAll(async () => {
    await trpc.stepkey.stop()
    await rest.stepkey.stop()
    await world.close()
  })

  it.each([
    ['sessions.revokeOthers', '/sessions/revoke-others', 'without input'],
    ['organizations.leave', '/organization/leave', 'whose input is optional'],
  ] as const)('accept an empty body for %s (%s), which is a procedure %s', async (name, path, _kind) => {
    const post = async (transport: typeof trpc, url: string) => {
      const headers = { ...(await headersFor(transport, name, 'caller')), 'content-type': 'application/json' }
      return (await transport.stepkey.app.inject({ method: 'POST', url, headers })).json()
    }
    // The caller may be the owner, who can't leave.
    const accepted = expect.not.stringContaining('invalid_input')
    expect(JSON.stringify(await post(trpc, `/trpc/${name}`))).toEqual(accepted)
    expect(JSON.stringify(await post(rest, `/api/v1${path}`))).toEqual(accepted)
  })

  it('cover the same procedures', () => {
    expect(new Set(routes.map(({ procedure }) => procedure))).toEqual(new Set(names))
  })

  describe.each(names)('%s', (name) => {
    it('answers the same without credentials', async () => {
      await expectSame(name, absent, {})
    })

    it('refuses callers without credentials before it reads their input', async () => {
      const { status } = await expectSame(name, absent, { unexpected: 'x' })
      expect(status).toBe(findProcedure(name).gate === 'public' ? 400 : 401)
    })

    it('refuses the same unknown member', async () => {
      const { status, body } = await expectSame(name, absent, { unexpected: 'x' }, 'caller')
      // 403 for callers without the permission, or without a recent confirmation.
      if (status === 400) expect(JSON.stringify(body)).toContain('“unexpected”')
      else expect([403]).toContain(status)
    })

    it('answers the same for objects that do not exist', async () => {
      await expectSame(name, absent, {}, 'caller')
    })
  })

  // In the order of the table, because the calls change and delete objects that others use.
  it.each(Object.keys(procedureCalls).filter((name) => names.includes(name as ProcedureName)))(
    '%s gives the same answer',
    async (name) => {
      const { status, body } = await expectSame(name as ProcedureName, 'own', {}, 'caller')
      expect(status, JSON.stringify(body)).toBeLessThan(500)
    },
  )

  async function expectSame(
    name: ProcedureName,
    ids: Belongings | 'own',
    more: object,
    caller: 'caller' | 'visitor' = 'visitor',
  ): Promise<Answer> {
    const inputOf = ({ objects }: Side) => ({
      ...recordInput(name, ids === 'own' ? objects.ids : ids, objects),
      ...more,
    })
    const overTrpc = await callTrpc(trpc, name, inputOf(trpc), await headersFor(trpc, name, caller))
    const overRest = await callRest(rest, name, inputOf(rest), await headersFor(rest, name, caller))
    expect(normalize(overRest)).toEqual(normalize(asRest(routeFor(name, inputOf(rest)), overTrpc)))
    return overRest
  }

  /** Returns the input of a procedure's call in the table. */
  function recordInput(name: ProcedureName, ids: Belongings, objects: OrganizationObjects) {
    let input: unknown
    const recorder = new Proxy(
      {},
      {
        get: () =>
          new Proxy(
            {},
            {
              get: () => (given: unknown) => {
                input = given
              },
            },
          ),
      },
    )
    const { password } = objects.team.people.owner
    procedureCalls[name]?.call(recorder as Caller, ids, { ...objects, base, password })
    return isRecord(input) ? input : {}
  }

  async function headersFor(side: Side, name: ProcedureName, caller: 'caller' | 'visitor') {
    const common = { host: 'localhost:4000' }
    if (caller === 'visitor') return common
    const { gate } = findProcedure(name)
    if (gate === 'issue' || gate === 'connect') {
      return { ...common, authorization: `Bearer ${side.objects.keys.get(gate)}` }
    }
    // A new session, because some calls end theirs.
    const { owner } = side.objects.team.people
    const { headers } = await side.stepkey.app.inject({
      method: 'POST',
      url: '/trpc/accounts.signIn',
      headers: { ...common, 'content-type': 'application/json' },
      payload: { email: owner.email, password: owner.password },
    })
    return {
      ...common,
      cookie: String(headers['set-cookie']).split(';')[0] ?? '',
      'stepkey-workspace': side.objects.team.organizationId,
    }
  }

  async function callTrpc({ stepkey }: Side, name: ProcedureName, input: object, headers: object) {
    const isQuery = findProcedure(name).type === 'query'
    const query = isQuery ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
    const reply = await stepkey.app.inject({
      method: isQuery ? 'GET' : 'POST',
      url: `/trpc/${name}${query}`,
      headers: { ...headers, ...(!isQuery && { 'content-type': 'application/json' }) },
      ...(!isQuery && { payload: input }),
    })
    return { status: reply.statusCode, body: reply.json() }
  }

  async function callRest({ stepkey }: Side, name: ProcedureName, input: object, headers: object) {
    const { method, path } = routeFor(name, input)
    const rest: Record<string, unknown> = { ...input }
    const url = path.replace(/\{(\w+)\}/g, (_, part) => {
      const value = String(rest[part])
      delete rest[part]
      return encodeURIComponent(value)
    })
    const hasQuery = method === 'GET' || method === 'DELETE'
    const query = hasQuery ? `?${new URLSearchParams(rest as Record<string, string>)}` : ''
    const reply = await stepkey.app.inject({
      method,
      url: `/api/v1${url}${query}`,
      headers: { ...headers, ...(method !== 'GET' && { 'content-type': 'application/json' }) },
      ...(!hasQuery && { payload: rest }),
    })
    return { status: reply.statusCode, body: reply.body === '' ? undefined : reply.json() }
  }
})

/** Returns the route for an input. A procedure may have several, such as for stored and for new credentials. */
function routeFor(name: ProcedureName, input: object): RestRoute {
  const route = routes.find(({ procedure, path, without = [] }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => part)
    return (
      procedure === name &&
      inPath.every((part) => part in input) &&
      !without.some((member) => member in input)
    )
  })
  if (!route) throw new TypeError(`${name} has no REST route for this input.`)
  return route
}

/** Converts an answer of tRPC to the expected answer of REST. */
function asRest(route: RestRoute, { status, body }: Answer): Answer {
  const { result, error } = body as {
    result?: { data?: unknown }
    error?: { message: string; data: { code: string; fields?: FieldError[] } }
  }
  if (error) {
    const { code, fields } = error.data
    return { status, body: { status, code, detail: error.message, ...(fields && { fields }) } }
  }
  const data = result?.data
  const { outcome, ...members } = isRecord(data) ? data : {}
  const refusal = refusalOf(findProcedure(route.procedure), outcome)
  if (refusal) {
    const { status: refused, detail } = refusal
    const extensions = outcome === 'stale' && route.answersWith === 'flow' ? { flow: members } : members
    return { status: refused, body: { ...extensions, status: refused, code: outcome, detail } }
  }
  if (outcome === 'deleted' && Object.keys(members).length === 0) return { status: 204, body: undefined }
  return { status: route.status ?? 200, body: data }
}

/** Replaces texts that may differ: ids, secrets, digests, durations, random delays, and the advice for unknown members. */
function normalize({ status, body }: Answer): Answer {
  const { requestId: _, type: __, title: ___, ...rest } = isRecord(body) ? body : {}
  const text = JSON.stringify(Array.isArray(body) ? body : isRecord(body) ? rest : (body ?? null))
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(
      /(stepkey_(?:connect_|run_)?|whsec_|#invitation=|#request=|#link=|state=|code_challenge=)[\w%+/=.-]+/g,
      '$1SECRET',
    )
    // Advice: REST names the members that a route reads, without those in its path.
    .replace(/(There is no member “\w+”\.) [^"]+/g, '$1')
    .replace(/"durationMs":\d+/g, '"durationMs":0')
    .replace(/"nextAttemptAt":"[^"]+"/g, '"nextAttemptAt":"TIME"')
    .replace(/"(?:mac|cursor|nextCursor|sha256)":"[^"]+"/g, '"text":"TEXT"')
    .replace(/(?:Example|X|x)?0\.\d{5,}/g, 'RANDOM')
  return { status, body: JSON.parse(text) }
}
