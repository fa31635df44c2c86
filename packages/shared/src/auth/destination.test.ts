import { describe, expect, it } from 'vitest'
import { catalog } from '../catalog/index.ts'
import type { Component, Method } from '../component.ts'
import type { AnyScript } from '../provider-script.ts'
import { activeFields, describeFields, type FieldDescription } from '../schema.ts'
import { secretsToRetype } from './destination.ts'
import { buildCheckRequest } from './request.ts'
import { renderTemplate } from './template.ts'

type Values = Record<string, unknown>

const retype = (method: Method, before: Values, change: Values) => {
  const as = (values: Values) => ({ method, fields: describeFields(method.fields), values })
  return secretsToRetype(as(before), as({ ...before, ...change }), change)
}

describe('secrets must be entered again', () => {
  const { bearer, headerKey } = catalog.http.methods
  const http = { baseUrl: 'https://a.example', testPath: '/me', token: 't' }

  it.each([
    { baseUrl: 'https://b.example' },
    { baseUrl: 'http://a.example' },
    { baseUrl: 'https://a.example/v2' },
    { baseUrl: 'https://a.example?tenant=7' },
    { testPath: '/items/7/delete?confirm=1' },
  ])('for another address or path: %j', (change) => {
    expect(retype(bearer, http, change)).toEqual(['token'])
    expect(retype(bearer, http, { ...change, token: 'again' })).toEqual([])
    expect(retype(bearer, http, { ...change, token: '' })).toEqual(['token'])
  })

  it('for another header', () => {
    const before = { baseUrl: 'https://a.example', testPath: '/', headerName: 'x-key', key: 'v' }
    expect(retype(headerKey, before, { headerName: 'x-forwarded-key' })).toEqual(['key'])
  })

  it('for another server, user, encryption or authority of a driver', () => {
    const { password } = catalog.postgresql.methods
    const before = { host: 'a', port: 5432, database: 'd', user: 'u', password: 'p', tls: 'verify-full' }
    for (const change of [{ host: 'b' }, { port: 1 }, { tls: 'disable' }, { ca: 'PEM' }, { user: 'v' }])
      expect(retype(password, before, change), JSON.stringify(change)).toEqual(['password'])
  })

  it('for a mechanism that sends the password in clear', () => {
    const method: Method = catalog.kafka.methods.brokers
    const name = describeFields(method.fields).find(({ name }) => /mechanism/i.test(name))?.name ?? ''
    const before = { brokers: 'a:9093', user: 'u', password: 'p', tls: 'disable', [name]: 'SCRAM-SHA-512' }
    expect(retype(method, before, { [name]: 'PLAIN' })).toEqual(['password'])
  })

  it('for any change in a list of hosts, for another replica set, and for another cluster', () => {
    const { kafka, mongodb } = catalog
    const login = { user: 'u', password: 'p', tls: 'verify-full' }
    for (const brokers of ['a:1,b:2,c:3', 'a:1', 'b:2', 'a:1,b:3', 'a:1,c:2']) {
      const before = { brokers: 'a:1,b:2', mechanism: 'PLAIN', ...login }
      expect(retype(kafka.methods.brokers, before, { brokers }), brokers).toEqual(['password'])
    }
    for (const change of [{ hosts: 'a,b,c' }, { hosts: 'a:1' }, { replicaSet: 'rs1' }])
      expect(retype(mongodb.methods.hosts, { hosts: 'a,b', ...login }, change)).toEqual(['password'])
    for (const change of [{ host: 'b.example' }, { authSource: 'app' }])
      expect(retype(mongodb.methods.srv, { host: 'a.example', ...login }, change)).toEqual(['password'])
  })

  it('if the installation no longer supplies the previous address', () => {
    const { apiKey } = catalog.petstore.methods
    expect(retype(apiKey, { apiKey: 'k' }, { baseUrl: 'https://pets.example' })).toEqual(['apiKey'])
  })

  it('not for another secret, nor for an added one', () => {
    expect(retype(bearer, http, { token: 'other' })).toEqual([])
    expect(retype(bearer, { ...http, token: undefined }, { token: 'added' })).toEqual([])
  })
})

/** Other valid values of a field. */
function othersOf({ field, value }: { field: FieldDescription; value: unknown }): unknown[] {
  switch (field.kind) {
    case 'choice':
      return field.options.map((option) => option.value).filter((option) => option !== value)
    case 'several':
      return [field.options.slice(0, 1).map((option) => option.value)]
    case 'boolean':
      return [value !== true]
    case 'number':
      return [Number(value ?? 0) + 1]
    case 'variants':
      return []
    default: {
      const text = String(value ?? '')
      return [
        `${text}x`,
        `x${text}`,
        `${text}/x`,
        text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
      ]
    }
  }
}

function withValue(values: Values, path: string, value: unknown): Values {
  const copy = structuredClone(values)
  const names = path.split('.')
  const last = names.pop() ?? ''
  const holder = names.reduce((at, name) => at[name] as Values, copy)
  holder[last] = value
  return copy
}

/** What the verification sends, except tokens: the request, or the options of the driver. */
function sent(method: Method, values: Values): string {
  const { verify } = method
  if ('driver' in verify)
    return JSON.stringify(
      Object.entries(verify.map as Values).map(([name, template]) => [
        name,
        renderTemplate(String(template), values),
      ]),
    )
  if ('path' in verify) {
    const { url, headers, body } = buildCheckRequest(method, verify, {
      token: { access_token: 't' },
      ...values,
    })
    return JSON.stringify([url.href, headers, body])
  }
  return ''
}

describe('for every method of the catalog', () => {
  const components: Component[] = Object.values(catalog)

  it('a change of a field that is not secret sends the same, or the secrets must be entered again', async () => {
    let changes = 0
    for (const component of components) {
      const scripts: Record<string, AnyScript> = await import(`../catalog/answers/${component.id}.ts`).then(
        (module) => module.default,
        () => ({}),
      )
      for (const [methodId, method] of Object.entries(component.methods)) {
        const parsed = method.fields.safeParse(scripts[methodId]?.values)
        if (!parsed.success) continue
        const fields = describeFields(method.fields)
        const before: Values = parsed.data
        const active = [...activeFields(fields, before)]
        const secrets = active.filter(({ field, value }) => field.meta.secret && value !== undefined)
        for (const field of active.filter(({ field }) => !field.meta.secret)) {
          for (const other of othersOf(field)) {
            const after = method.fields.safeParse(withValue(before, field.path, other)).data
            if (!after) continue
            const as = (values: Values) => ({ method, fields, values })
            const asked = secretsToRetype(as(before), as(after), { [field.path]: other })
            let isSame: boolean
            try {
              isSame = sent(method, before) === sent(method, after)
            } catch {
              // Nothing is sent for values that can't be used.
              continue
            }
            changes++
            if (!isSame)
              expect(asked, `${component.id}.${methodId}.${field.path}`).toEqual(
                secrets.map(({ path }) => path),
              )
          }
        }
      }
    }
    expect(changes).toBeGreaterThan(300)
  })
})
