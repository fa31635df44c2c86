import { isRecord } from '@stepkey/shared/schema'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { InjectOptions } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { inUrl } from './curl-sample.ts'
import { document, exampleIn, operations, type Send, type Told, tellStory } from './example-story.fixture.ts'
import { examples } from './examples.ts'

describe('examples of the API reference', () => {
  it('belong to every operation, and have a value for every body, path parameter and query parameter', () => {
    expect(Object.keys(examples).toSorted()).toEqual([...operations.keys()].toSorted())
    const missing = [...operations.values()].flatMap(({ name, parameters = [], requestBody }) => [
      ...parameters
        .filter((parameter) => !parameter.$ref && parameter.example === undefined)
        .map((parameter) => `${name}: ${parameter.name}`),
      ...(requestBody && exampleIn(requestBody) === undefined ? [`${name}: body`] : []),
    ])
    expect(missing).toEqual([])
  })

  describe('sent in their order, each with all of its parameters', () => {
    let story: Told[]
    beforeAll(async () => {
      story = await tellStory(send)
    })

    it('succeed', () => {
      const failures = story.filter(({ answer: { status } }) => !(status >= 200 && status < 300))
      expect(failures.map(({ name, answer }) => `${name}: ${answer.status} ${answer.body}`)).toEqual([])
      expect(story).toHaveLength(operations.size)
    })

    it('get answers like their examples', () => {
      expect(
        story
          .filter(({ differences }) => differences.length > 0)
          .map(({ name, differences }) => ({ name, differences })),
      ).toEqual([])
    })

    it('get answers that conform to the reference, with UUIDs of version 7 where their format is uuid, and nowhere else', () => {
      const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
      ajv.addSchema(withIdPatterns(document) as object, 'reference')
      for (const { name, method, path, responses, answer } of story) {
        const type = String(answer.headers['content-type']).split(';')[0] ?? ''
        const { content } = responses[answer.status] ?? {}
        expect(answer.body === '' ? content : content?.[type], name).toEqual(
          answer.body === '' ? undefined : expect.anything(),
        )
        if (!type.endsWith('/json')) continue
        const schema = ['responses', answer.status, 'content', type, 'schema']
        const pointer = ['paths', path, method.toLowerCase(), ...schema].map(toPointer).join('/')
        const validate = ajv.compile({ $ref: `reference#/${pointer}` })
        expect(validate(JSON.parse(answer.body)) ? '' : ajv.errorsText(validate.errors), name).toBe('')
      }
    })

    it('get a Location to which other operations belong, where the reference documents it', () => {
      for (const { name, responses, answer, atLocation } of story) {
        const isDocumented = 'Location' in (responses[answer.status]?.headers ?? {})
        expect(answer.headers.location !== undefined, name).toBe(isDocumented)
        expect(atLocation.length > 0, name).toBe(isDocumented)
      }
    })
  })
})

/** Sends an operation with the values of its body and all of its parameters. */
const send: Send = async (operation, { stepkey, apiKey, session, fill }) => {
  const { method, path, parameters = [], requestBody, security = [{ apiKey: [] }] } = operation
  const values = (place: string) =>
    parameters.filter((parameter) => parameter.in === place && parameter.example !== undefined)
  const url = values('path').reduce(
    (text, { name, example }) => text.replace(`{${name}}`, `${example}`),
    path,
  )
  const query = values('query').map(({ name, example }) => `${name}=${inUrl(example)}`)
  const body = exampleIn(requestBody)
  const callers = security.flatMap((way) => Object.keys(way))
  const { statusCode, headers, ...answer } = await stepkey.app.inject({
    method: method as InjectOptions['method'],
    url: `/api/v1${fill(`${url}?${query.join('&')}`)}`,
    headers: {
      host: 'localhost:4000',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
      ...(callers.includes('apiKey')
        ? { authorization: `Bearer ${apiKey}` }
        : callers.includes('session') && { cookie: `stepkey=${session}` }),
      ...(method !== 'GET' && method !== 'DELETE' && { 'content-type': 'application/json' }),
      ...Object.fromEntries(values('header').map(({ name, example }) => [name, fill(`${example}`)])),
    },
    ...(body !== undefined && { payload: fill(JSON.stringify(body)) }),
  })
  return { status: statusCode, headers, body: answer.body }
}

const toPointer = (part: unknown) =>
  encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))

/** Schemas with texts that are an id or something else. */
const MIXED = ['AuditEntry', 'DeletedCredential']
const UUID = '^[\\da-f]{8}-[\\da-f]{4}-7[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$'

/** Requires in every schema of a text that it is a UUID if its format is uuid, and otherwise that it is not. */
function withIdPatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withIdPatterns)
  if (!isRecord(schema)) return schema
  const members = Object.fromEntries(
    Object.entries(schema).map(([name, member]) => [
      name,
      MIXED.includes(name) ? member : withIdPatterns(member),
    ]),
  )
  if (schema.type !== 'string') return members
  return schema.format === 'uuid' ? { ...members, pattern: UUID } : { ...members, not: { pattern: UUID } }
}
