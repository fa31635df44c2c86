import { expect, it } from 'vitest'
import { catalog } from '../catalog/index.ts'
import type { Method } from '../component.ts'
import { addressOf } from './address.ts'
import { readsToken } from './template.ts'

const methods = Object.values(catalog).flatMap(({ id, methods }) =>
  Object.entries(methods).map(([methodId, method]) => ({
    name: `${id}.${methodId}`,
    method: method as Method,
  })),
)

it('is unknown without the token in which the provider names it, for every method of the catalogue', () => {
  const named = methods.filter(({ method }) => method.baseUrl !== undefined && readsToken(method.baseUrl))
  expect(named.map(({ name }) => name)).toContain('salesforce.clientCredentials')
  for (const { name, method } of named) expect(addressOf(method, {}), name).toBeUndefined()
})

it('contains what the token names', () => {
  const salesforce = methods.find(({ name }) => name === 'salesforce.oauth')?.method as Method
  const at = (instance_url: string) => addressOf(salesforce, { token: { instance_url } })
  expect(at('https://one.my.salesforce.com')).toContain('https://one.my.salesforce.com')
  expect(at('https://one.my.salesforce.com')).not.toBe(at('https://two.my.salesforce.com'))
})

it('contains server and database of a driver, but not its user', () => {
  const postgres = methods.find(({ name }) => name === 'postgresql.password')?.method as Method
  const values = { host: 'db', port: 5432, database: 'shop', user: 'one', password: 'x', tls: 'disable' }
  const of = (change: object) => addressOf(postgres, { ...values, ...change })
  expect(of({ user: 'two', password: 'y' })).toBe(of({}))
  for (const change of [{ host: 'other' }, { port: 5433 }, { database: 'crm' }])
    expect(of(change)).not.toBe(of({}))
})
