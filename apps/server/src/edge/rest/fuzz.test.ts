import { Scope } from '@stepkey/shared/access'
import { isRecord } from '@stepkey/shared/schema'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { fromSchema } from '../../../testing/from-schema.ts'
import { apply, type Change, change } from '../../../testing/odd-input.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { openApi } from './openapi.ts'

const RUNS = process.env.STEPKEY_LONG ? 5000 : 250

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: unknown
}
interface Operation {
  path: string
  method: string
  parameters: Parameter[]
  body: unknown
  responses: Record<string, { content?: Record<string, unknown> }>
}
interface Request {
  operation: Operation
  parameters: Record<string, unknown>
  body: unknown
  changes: readonly Change[]
  who: string
  type: string
}

const document = openApi() as {
  paths: Record<string, Record<string, Record<string, unknown>>>
  components: { parameters: Record<string, Parameter> }
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]): Operation => {
    const content = isRecord(requestBody) && isRecord(requestBody.content) ? requestBody.content : {}
    const json = content['application/json']
    return {
      path,
      method,
      parameters: (parameters as (Parameter & { $ref?: string })[]).map(
        (one) => (one.$ref && document.components.parameters[one.$ref.split('/').at(-1) ?? '']) || one,
      ),
      body: isRecord(json) ? json.schema : undefined,
      responses: responses as Operation['responses'],
    }
  }),
)

/**
 * Every operation of the reference, with inputs made from its own schemas, some of them then spoiled. Whatever comes
 * in, the answer is one that the reference tells of: its status, its content type, its body.
 */
describe.each(engines)('the reference of the REST API and what happens, on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  const keys: Record<string, string> = {}
  /** What there is just now: it is changed and deleted all the time. */
  const there: Record<string, string> = {}
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
    const alice = await stepkey.signUp('Alice')
    keys.all = (await alice.apiKeys.create({ name: 'All', scopes: [...Scope.options] })).key
    for (const scope of Scope.options)
      keys[scope] = (await alice.apiKeys.create({ name: scope, scopes: [scope] })).key
    keys.unknown = 'stepkey_guess'
    await replenish()
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Something to find: a credential, and an active flow whose step uses it. */
  async function replenish() {
    there.base = base
    const created = await send('post', '/credentials', { body: fakeApiCredential(base, `Shop ${++made}`) })
    there.credentialId = created.json().credential.id
    const steps = [{ name: 'One', componentId: 'http', credentialId: there.credentialId }]
    const flow = await send('post', '/flows', { body: { name: 'Sync', steps } })
    there.flowId = flow.json().id
    there.stepId = flow.json().steps[0].id
    await send('post', `/flows/${there.flowId}/activate`)
  }
  let made = 0

  function send(
    method: string,
    url: string,
    { body, who = 'all', type = 'application/json', headers = {} }: Sent = {},
  ): Promise<LightMyRequestResponse> {
    const key = keys[who]
    return stepkey.app.inject({
      method: method.toUpperCase() as InjectOptions['method'],
      url: `/api/v1${url}`,
      headers: {
        host: 'localhost:4000',
        ...headers,
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }
  interface Sent {
    body?: unknown
    who?: string
    type?: string
    headers?: Record<string, string>
  }

  function sendRequest({ operation, parameters, body, changes, who, type }: Request) {
    const spoiled = changes.reduce<unknown>(apply, fill(parameters, there)) as Record<string, unknown>
    const given = isRecord(spoiled) ? spoiled : {}
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => inUrl(given[name]).replace(/^\.+$/, '%20'))
    const query: string[] = []
    const headers: Record<string, string> = {}
    for (const { name, in: place } of operation.parameters) {
      if (given[name] === undefined) continue
      if (place === 'query') query.push(`${name}=${inUrl(given[name])}`)
      if (place === 'header') headers[name.toLowerCase()] = String(given[name]).replace(/[^\x20-\x7e]/g, '')
    }
    return send(operation.method, `${path}?${query.join('&')}`, {
      headers,
      who,
      type,
      body: operation.body === undefined ? undefined : changes.reduce<unknown>(apply, fill(body, there)),
    })
  }

  it(`agree in ${RUNS} requests`, async () => {
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(request(['nobody', ...Scope.options, 'unknown']), async (one) => {
        there.fresh = `Fresh ${++made}`
        const answer = await sendRequest(one)
        statuses.add(answer.statusCode)
        const wrong = disagreement(one.operation, answer)
        if (wrong) {
          const { method, path } = one.operation
          throw new Error(
            `${method} ${path}: ${wrong}\n${answer.statusCode} ${answer.body}\n${stepkey.logged.at(-2)}`,
          )
        }
        if (answer.statusCode === 204 || one.operation.method === 'put') await replenish()
      }),
      { numRuns: RUNS },
    )
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404]))
    const rarer = [201, 204, 304, 409, 412, 415, 422]
    if (process.env.STEPKEY_LONG) expect([...statuses]).toEqual(expect.arrayContaining(rarer))
  })
})

/** Placeholders for what there is when the request is sent. */
const known = {
  credentialId: ['$credentialId'],
  flowId: ['$flowId'],
  stepId: ['$stepId'],
  subjectId: ['$credentialId'],
  ids: [['$credentialId'], 'x,y'],
  componentId: ['http', 'http', 'petstore'],
  methodId: ['bearer', 'bearer', 'apiKey'],
  name: ['$fresh', '$fresh', 'Sync'],
  values: [
    { baseUrl: '$base', testPath: '/me', token: 'good' },
    { baseUrl: '$base', testPath: '/me', token: 'good' },
    { baseUrl: '$base', testPath: '/me', token: 'wrong' },
    { baseUrl: 'http://nowhere.example', testPath: '/', token: null },
    {},
  ],
  version: [1, 1, 2],
  expiresIn: [60, 3600, 3601],
  embedId: ['absent'],
  cursor: ['eA'],
  from: ['2026-01-01T00:00:00Z'],
  format: ['csv', 'jsonl'],
  'If-Match': ['"1"', '"2"', 'W/"1.abc"', '*', '1'],
  'If-None-Match': ['"1"', '*', '"1.abc", "2"'],
  'Idempotency-Key': ['a', 'b', 'c d'],
}

function fill(value: unknown, there: Record<string, string>): unknown {
  if (typeof value === 'string' && value.startsWith('$')) return there[value.slice(1)] ?? value
  if (Array.isArray(value)) return value.map((one) => fill(one, there))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, there)]))
}

const inUrl = (value: unknown) => encodeURIComponent(String(value).toWellFormed())

/** Most of them by somebody who may, most of them as they should be. */
const request = (others: string[]): fc.Arbitrary<Request> =>
  fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      parameters: fc.record(
        Object.fromEntries(
          operation.parameters.map(({ name, schema }) => [name, fromSchema(schema, known, name)]),
        ),
        {
          requiredKeys: operation.parameters.filter(({ required }) => required).map(({ name }) => name),
        },
      ),
      body: fromSchema(operation.body, known),
      changes: fc.oneof(
        { arbitrary: fc.constant<Change[]>([]), weight: 2 },
        fc.array(change, { minLength: 1, maxLength: 2 }),
      ),
      who: fc.oneof({ arbitrary: fc.constant('all'), weight: 3 }, fc.constantFrom(...others)),
      type: fc.oneof(
        { arbitrary: fc.constant('application/json'), weight: 12 },
        fc.constantFrom('text/plain', 'application/xml', 'application/json; charset=utf-8', ''),
      ),
    }),
  )

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema(document, 'reference')
const validators = new Map<string, ValidateFunction>()

/** What the reference doesn't tell of an answer; undefined if it tells all. */
function disagreement({ path, method, responses }: Operation, answer: LightMyRequestResponse) {
  const { statusCode, headers, body } = answer
  if (statusCode >= 500) return 'an internal error'
  if (!headers['x-request-id']) return 'no x-request-id'
  const { content } = responses[statusCode] ?? {}
  if (!responses[statusCode]) return 'a status that is not in the reference'
  if (!content) return body === '' ? undefined : 'a body where the reference has none'
  const type = String(headers['content-type']).split(';')[0] ?? ''
  if (!content[type]) return `a content type that is not in the reference: ${type}`
  if (!type.endsWith('json')) return undefined
  const parts = ['paths', path, method, 'responses', String(statusCode), 'content', type, 'schema']
  const pointer = parts
    .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
    .map(encodeURIComponent)
  const $ref = `reference#/${pointer.join('/')}`
  const validate = validators.get($ref) ?? ajv.compile({ $ref })
  validators.set($ref, validate)
  return validate(JSON.parse(body)) ? undefined : ajv.errorsText(validate.errors)
}
