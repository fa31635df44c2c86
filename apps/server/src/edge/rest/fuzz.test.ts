import { Scope } from '@stepkey/shared/access'
import { isRecord } from '@stepkey/shared/schema'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { fromSchema } from '../../../testing/from-schema.ts'
import { apply, type Change, change, fuzzing } from '../../../testing/odd-input.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { openApi } from './openapi.ts'

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
  /** The name of the API key. */
  caller: string
  type: string
}

const document = openApi() as {
  paths: Record<string, Record<string, Record<string, unknown>>>
  components: { parameters: Record<string, Parameter>; schemas: Record<string, unknown> }
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]): Operation => {
    const content = isRecord(requestBody) && isRecord(requestBody.content) ? requestBody.content : {}
    const json = content['application/json']
    return {
      path,
      method,
      parameters: (parameters as (Parameter & { $ref?: string })[]).map(
        (parameter) =>
          (parameter.$ref && document.components.parameters[parameter.$ref.split('/').at(-1) ?? '']) ||
          parameter,
      ),
      body: isRecord(json) ? json.schema : undefined,
      responses: responses as Operation['responses'],
    }
  }),
)

/**
 * Calls every operation of the API reference with inputs generated from its schemas, some of them mutated. Every answer
 * must conform to the reference: its status, its content type and its body.
 */
describe.each(engines)('REST answers and the API reference on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  const keys: Record<string, string> = {}
  /** Ids and names of the current objects, by placeholder. The test changes and deletes the objects. */
  const current: Record<string, string> = {}
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
    await createObjects()
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Creates a credential and an active flow whose step uses it. */
  async function createObjects() {
    current.base = base
    const created = await send('post', '/credentials', { body: fakeApiCredential(base, `Shop ${++made}`) })
    current.credentialId = created.json().credential.id
    const steps = [{ name: 'One', componentId: 'http', credentialId: current.credentialId }]
    const flow = await send('post', '/flows', { body: { name: 'Sync', steps } })
    current.flowId = flow.json().id
    current.stepId = flow.json().steps[0].id
    await send('post', `/flows/${current.flowId}/activate`)
  }
  let made = 0

  function send(
    method: string,
    url: string,
    { body, caller = 'all', type = 'application/json', headers = {} }: SendOptions = {},
  ): Promise<LightMyRequestResponse> {
    const key = keys[caller]
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
  interface SendOptions {
    body?: unknown
    caller?: string
    type?: string
    headers?: Record<string, string>
  }

  function sendRequest({ operation, parameters, body, changes, caller, type }: Request) {
    const mutated = changes.reduce<unknown>(apply, fill(parameters, current)) as Record<string, unknown>
    const values = isRecord(mutated) ? mutated : {}
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) =>
      inUrl(values[name]).replace(/^\.+$/, '%20'),
    )
    const query: string[] = []
    const headers: Record<string, string> = {}
    for (const { name, in: place } of operation.parameters) {
      if (values[name] === undefined) continue
      if (place === 'query') query.push(`${name}=${inUrl(values[name])}`)
      if (place === 'header') headers[name.toLowerCase()] = asText(values[name]).replace(/[^\x20-\x7e]/g, '')
    }
    return send(operation.method, `${path}?${query.join('&')}`, {
      headers,
      caller,
      type,
      body: operation.body === undefined ? undefined : changes.reduce<unknown>(apply, fill(body, current)),
    })
  }

  it(`conform in ${fuzzing.numRuns} requests`, async () => {
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(request(['without key', ...Scope.options, 'unknown']), async (generated) => {
        current.fresh = `Fresh ${++made}`
        const answer = await sendRequest(generated)
        statuses.add(answer.statusCode)
        const { operation } = generated
        const difference = findDifference(operation, answer)
        if (difference) {
          throw new Error(
            `${operation.method} ${operation.path}: ${difference}\n${answer.statusCode} ${answer.body}\n${stepkey.logged.at(-2)}`,
          )
        }
        if (answer.statusCode === 204 || operation.method === 'put') await createObjects()
      }),
      fuzzing,
    )
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404]))
    const rarer = [201, 204, 304, 409, 412, 415, 422]
    if (process.env.STEPKEY_LONG) expect([...statuses]).toEqual(expect.arrayContaining(rarer))
  })
})

/** Likely values by name. `$…` is replaced by a current value when the request is sent. */
const candidates = {
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

const sources = { known: candidates, definitions: document.components.schemas }

/** Replaces the placeholders in a value. */
function fill(value: unknown, current: Record<string, string>): unknown {
  if (typeof value === 'string' && value.startsWith('$')) return current[value.slice(1)] ?? value
  if (Array.isArray(value)) return value.map((item) => fill(item, current))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member, current)]))
}

const asText = (value: unknown): string =>
  Array.isArray(value) ? value.map(asText).join() : isRecord(value) ? JSON.stringify(value) : String(value)
const inUrl = (value: unknown) => encodeURIComponent(asText(value).toWellFormed())

/** Generates requests. Most of them are valid, and most come from a caller with all scopes. */
const request = (others: string[]): fc.Arbitrary<Request> =>
  fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      parameters: fc.record(
        Object.fromEntries(
          operation.parameters.map(({ name, schema }) => [name, fromSchema(schema, sources, name)]),
        ),
        {
          requiredKeys: operation.parameters.filter(({ required }) => required).map(({ name }) => name),
        },
      ),
      body: fromSchema(operation.body, sources),
      changes: fc.oneof(
        { arbitrary: fc.constant<Change[]>([]), weight: 2 },
        fc.array(change, { minLength: 1, maxLength: 2 }),
      ),
      caller: fc.oneof({ arbitrary: fc.constant('all'), weight: 3 }, fc.constantFrom(...others)),
      type: fc.oneof(
        { arbitrary: fc.constant('application/json'), weight: 12 },
        fc.constantFrom('text/plain', 'application/xml', 'application/json; charset=utf-8', ''),
      ),
    }),
  )

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema(document, 'reference')
const validators = new Map<string, ValidateFunction>()

/** Returns how an answer differs from the API reference; undefined if it conforms. */
function findDifference({ path, method, responses }: Operation, answer: LightMyRequestResponse) {
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
