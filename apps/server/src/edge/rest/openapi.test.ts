import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Component } from '@stepkey/shared/component'
import { ERROR_CODES, FIELD_CODES } from '@stepkey/shared/errors'
import { SentEventType } from '@stepkey/shared/webhook'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { findUndescribed } from '../../../testing/undescribed.ts'
import { appRouter } from '../rpc/router.ts'
import { examples } from './examples.ts'
import { refusals } from './problem.ts'
import { routes } from './routes.ts'

interface Operation {
  summary?: string
  operationId: string
  security?: object[]
  description?: string
  parameters?: { $ref?: string; description?: string }[]
  responses: Record<string, { headers: object }>
}
const headersOf201 = (responses: Operation['responses']): object => responses[201]?.headers ?? {}

describe('API reference', () => {
  let stepkey: Stepkey
  let document: {
    openapi: string
    components: {
      schemas: {
        Credential: { properties: Record<string, object> }
        CredentialFailingEvent: object
        Problem: { properties: { code: { enum: string[] } } }
      }
    }
    paths: Record<string, Record<string, Operation>>
    webhooks: Record<
      string,
      { post: { requestBody: { content: { 'application/json': { schema: unknown } } } } }
    >
  }

  beforeAll(async () => {
    stepkey = await startStepkey('sqlite')
    document = (await get('/api/v1/openapi.json')).json()
    ajv.addSchema(document, 'reference')
  })
  afterAll(() => stepkey.stop())
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  const get = (url: string) => stepkey.app.inject({ url, headers: { host: 'localhost:4000' } })

  it('is OpenAPI 3.1 without findings of the linter Redocly', async () => {
    expect(document.openapi).toBe('3.1.0')
    const problems = await lintFromString({
      source: JSON.stringify(document),
      config: await createConfig({ extends: ['recommended-strict'] }),
    })
    expect(problems.map(({ message, location }) => `${message} ${location[0]?.pointer}`)).toEqual([])
  })

  it('has examples that conform to its schemas', () => {
    const found = findExamples(document)
    expect(found.length).toBeGreaterThan(100)
    for (const { parts, example } of found) {
      const pointer = parts.map((part) => encodeURIComponent(part.replaceAll('/', '~1'))).join('/')
      const validate = ajv.compile({ $ref: `reference#/${pointer}/schema` })
      expect(validate(example) ? '' : ajv.errorsText(validate.errors), pointer).toBe('')
    }
  })

  const components: Record<string, Component> = catalog
  it('has examples whose values conform to the fields of their component', () => {
    for (const [name, { body }] of Object.entries(examples)) {
      const { componentId = '', methodId = '', values } = (body ?? {}) as Record<string, string>
      const fields = components[componentId]?.methods[methodId]?.fields
      expect(fields?.safeParse(values).error, name).toBeUndefined()
    }
  })

  it('documents every route, and the routes cover every procedure except those of pages', () => {
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(documented.toSorted()).toEqual(
      [
        ...routes.map(({ method, path }) => `${method} ${path}`),
        'GET /audit/export',
        'GET /credentials/expiry.ics',
      ].toSorted(),
    )
    const covered = new Set<string>(routes.map(({ procedure }) => procedure))
    // REST accepts no connect tokens, and only windows of Stepkey start and deliver.
    expect(Object.keys(appRouter._def.procedures).filter((name) => !covered.has(name))).toEqual([
      'consents.start',
      'consents.deliver',
      'connectTokens.task',
    ])
  })

  it('has a section on the page of problems for each code', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../../docs/problems.md'), 'utf8')
    const described = [...page.matchAll(/^### (\w+)$/gm)].map(([, code]) => code)
    expect(new Set(described)).toEqual(new Set([...ERROR_CODES, ...Object.keys(refusals)]))
    const [, invalidInput = ''] = /^### invalid_input$(.*?)^### /ms.exec(page) ?? []
    const rows = [...invalidInput.matchAll(/^\| (`.*?) \|/gm)].map(([, codes = '']) => codes)
    const ofFields = rows.flatMap((codes) => [...codes.matchAll(/`(\w+)`/g)].map(([, code]) => code))
    expect(new Set(ofFields)).toEqual(new Set(['code', ...FIELD_CODES]))
  })

  it('declares each code of an error at an operation, except those that only tRPC or unknown addresses return', () => {
    const text = JSON.stringify(document.paths) + JSON.stringify(document.components)
    const undeclared = ERROR_CODES.filter(
      (code) => !text.includes(`"code":{"type":"string","const":"${code}"`),
    )
    const ofAddresses = ['method_not_allowed', 'unknown_route']
    const ofConnectTokens = ['wrong_origin', 'connect_token_required', 'attempts_used_up']
    expect(new Set(undeclared)).toEqual(new Set([...ofAddresses, ...ofConnectTokens]))
    const page = readFileSync(join(import.meta.dirname, '../../../../../docs/problems.md'), 'utf8')
    for (const code of ofConnectTokens)
      expect(page, code).toMatch(new RegExp(`^### ${code}\n\n[^#]*\\bOnly \`/trpc\` returns this code`, 'm'))
  })

  it('names the method of the typed client for each operation that API keys can call', () => {
    const methods = Object.values(document.paths).flatMap((operations) =>
      Object.values(operations).flatMap(({ operationId, description = '' }) => {
        const [, method] = /In the typed client: `([\w.]+)`\./.exec(description) ?? []
        return method === undefined ? [] : [[operationId, method]]
      }),
    )
    expect(Object.fromEntries(methods)).toMatchObject({
      listFlows: 'flows.list.query',
      updateFlow: 'flows.save.mutate',
      deleteCredential: 'credentials.remove.mutate',
    })
    const forKeys = Object.values(document.paths)
      .flatMap((operations) => Object.values(operations))
      .filter(({ security = [] }) => security.some((way) => 'apiKey' in way))
      // A file, which the typed client does not offer.
      .filter(({ operationId }) => operationId !== 'getExpiryCalendar')
    expect(methods.map(([id]) => id).sort()).toEqual(forKeys.map(({ operationId }) => operationId).sort())
  })

  it('declares each member that contains an absolute URL as such', () => {
    const found: string[] = []
    const visit = (node: unknown, path: string) => {
      if (typeof node !== 'object' || node === null) return
      for (const [name, child] of Object.entries(node)) {
        const isText = (child as { type?: unknown } | null)?.type === 'string'
        if (isText && /^(?:url|origin|redirectUri)$|Url$/.test(name)) {
          found.push(name)
          expect(child, `${path}.${name}`).toMatchObject({ format: 'uri' })
        }
        visit(child, `${path}.${name}`)
      }
    }
    visit(document.components.schemas, '')
    expect(new Set(found)).toEqual(
      new Set([
        'url',
        'origin',
        'redirectUri',
        'returnUrl',
        'docsUrl',
        'helpUrl',
        'baseUrl',
        'verificationUrl',
      ]),
    )
  })

  it('describes every operation, every parameter, every schema and every member', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { summary, description, parameters = [] }] of Object.entries(operations)) {
        expect(String(summary ?? ''), `${method} ${path}`).toMatch(/^[A-Z].{5,}/)
        expect(description ?? 'for everyone', `${method} ${path}`).toMatch(/.{5,}/)
        // Viewers show only descriptions beside the schema.
        const own = parameters.filter(({ $ref }) => !$ref)
        expect(own.filter((parameter) => !parameter.description)).toEqual([])
      }
    }
    expect(findUndescribed(document)).toEqual([])
  })

  it('documents the scope and the statuses of an operation', () => {
    const { description, responses } = document.paths['/credentials']?.post ?? {}
    expect(description).toContain('`write`')
    expect(Object.keys(responses ?? {})).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '422', '429']),
    )
    const remove = document.paths['/credentials/{credentialId}']?.delete
    expect(Object.keys(remove?.responses ?? {})).toEqual(expect.arrayContaining(['204', '404', '409']))
    const change = document.paths['/flows/{flowId}']?.put
    expect(Object.keys(change?.responses ?? {})).toEqual(expect.arrayContaining(['409', '412']))
    const get = document.paths['/flows/{flowId}']?.get
    expect(Object.keys(get?.responses ?? {})).toContain('304')
  })

  it('says which callers can call an operation', () => {
    const securityOf = (path: string, method: string) => document.paths[path]?.[method]?.security
    expect(securityOf('/consents', 'post')).toEqual([{ session: [] }])
    expect(securityOf('/flows', 'get')).toEqual([{ apiKey: [] }, { session: [] }])
    expect(securityOf('/connect-tokens', 'post')).toEqual([{ apiKey: [] }])
    expect(securityOf('/session', 'post')).toEqual([])
    expect(securityOf('/credentials/expiry.ics', 'get')).toEqual([{ apiKey: [] }, { basic: [] }])
  })

  it('documents the headers of every answer and the optional headers of requests', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
    for (const { responses } of operations) {
      for (const [status, { headers }] of Object.entries(responses)) {
        expect(Object.keys(headers)).toEqual(
          expect.arrayContaining(['X-Request-Id', 'X-RateLimit-Remaining']),
        )
        expect('Retry-After' in headers).toBe(
          ['429', '503'].includes(status) || (status === '409' && 'ETag' in headersOf201(responses)),
        )
      }
    }
    const operationsWith = (header: string) =>
      operations
        .filter(({ parameters = [] }) => parameters.some(({ $ref }) => $ref?.endsWith(`/${header}`)))
        .map(({ operationId }) => operationId)
    expect(operationsWith('Idempotency-Key')).toEqual(['createCredential', 'createFlow'])
    expect(operationsWith('If-Match')).toEqual(['updateCredential', 'updateFlow'])
    expect(operationsWith('If-None-Match')).toEqual(['getCredential', 'getFlow'])
  })

  it('documents Location for every created object, unless no path leads to the object', () => {
    const creating = routes.filter(({ status }) => status === 201)
    const documented = creating.filter(
      ({ path }) => 'Location' in headersOf201(document.paths[path]?.post?.responses ?? {}),
    )
    expect(documented).toEqual(creating.filter(({ location }) => location))
    const withoutParameters = (path: string) => path.replace(/\{[^}]+\}/g, '{}')
    const paths = routes.filter(({ method }) => method !== 'POST').map(({ path }) => withoutParameters(path))
    for (const { location = '' } of documented) expect(paths).toContain(withoutParameters(location))
    expect(creating.filter(({ location }) => !location).map(({ id }) => id)).toEqual([
      'createRunToken',
      'createConnectSession',
      'createConnectToken',
      'createOrganization',
    ])
  })

  it('gives ids that Stepkey generates the format uuid, and ids of components none', () => {
    const { parameters } = document.paths['/flows/{flowId}/steps/{stepId}/credential']?.put ?? {}
    const uuid = { schema: { format: 'uuid' } }
    expect(parameters).toMatchObject([uuid, uuid])
    const { Credential } = document.components.schemas
    expect(Credential.properties).toMatchObject({ id: { format: 'uuid' } })
    expect(Credential.properties.componentId).not.toHaveProperty('format')
  })

  it('documents every event of webhooks', () => {
    expect(Object.keys(document.webhooks)).toEqual(SentEventType.options)
    expect(
      document.webhooks['credential.failing']?.post.requestBody.content['application/json'].schema,
    ).toEqual({ $ref: '#/components/schemas/CredentialFailingEvent' })
    expect(document.components.schemas.CredentialFailingEvent).toMatchObject({
      properties: {
        type: { const: 'credential.failing' },
        data: { required: expect.arrayContaining(['credential', 'flows', 'hidden', 'verification']) },
      },
    })
  })

  it('is shown by a viewer that loads nothing from other hosts', async () => {
    const page = await get('/docs/api')
    expect(page.headers['content-type']).toContain('text/html')
    const addresses = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address)
    expect(addresses.every((address) => address.startsWith('/'))).toBe(true)
    for (const address of addresses.filter((address) => address.startsWith('/docs/'))) {
      expect((await get(address)).statusCode, address).toBe(200)
    }
    expect((await get('/docs/api/package.json')).statusCode).toBe(404)
  })
})

/** Returns the examples of parameters and bodies, with the path of the object that has the example and its schema. */
function findExamples(node: unknown, parts: string[] = []): { parts: string[]; example: unknown }[] {
  if (typeof node !== 'object' || node === null) return []
  if ('example' in node && 'schema' in node) return [{ parts, example: node.example }]
  return Object.entries(node).flatMap(([name, member]) => findExamples(member, [...parts, name]))
}
