import { catalog } from '@stepkey/shared/catalog/index'
import type { Component } from '@stepkey/shared/component'
import { describeFields } from '@stepkey/shared/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { type Certificate, createWorld, issue, type World } from '../../../testing/world.ts'
import { pemProblems } from './pem-values.ts'

/** A PEM text whose content is an ASN.1 sequence, but neither a certificate nor a key. */
const sequence = (label: string) =>
  `-----BEGIN ${label}-----\n${Buffer.from('30820003020107', 'hex').toString('base64')}\n-----END ${label}-----`

const methods = Object.values<Component>(catalog).flatMap(({ id, methods }) =>
  Object.entries(methods).map(([methodId, method]) => ({ name: `${id}.${methodId}`, method })),
)
const withCertificate = methods.filter(({ method }) =>
  describeFields(method.fields).some(({ name }) => name === 'certificate'),
)

describe('certificates and keys among values', () => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let own: Certificate
  let other: Certificate

  beforeAll(async () => {
    world = await createWorld()
    own = await issue(world.authority, 'stepkey')
    other = await issue(world.authority, 'stepkey')
    stepkey = await startStepkey('sqlite', { outside: world.ports })
    alice = await stepkey.signUp('Alice')
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  it('are found in every component with TLS options', () => {
    const components = new Set(withCertificate.map(({ name }) => name.split('.')[0]))
    for (const id of ['http', 'oauth2', 'gitlab', 'postgresql', 'mongodb', 'nats', 'kafka']) {
      expect(components).toContain(id)
    }
  })

  it.each(withCertificate)('of $name belong together', ({ method }) => {
    const { cert: certificate, key: privateKey } = own
    const problems = (values: Record<string, unknown>) => pemProblems(method, values)
    expect(problems({})).toEqual([])
    expect(problems({ certificate, privateKey })).toEqual([])
    const chain = `${certificate.trim()}\n${world.authority.cert.trim()}`
    expect(problems({ certificate: chain, privateKey, ca: chain })).toEqual([])
    expect(problems({ certificate })).toMatchObject([
      { path: 'privateKey', message: expect.stringContaining('Enter the private key') },
    ])
    expect(problems({ privateKey })).toMatchObject([
      { path: 'certificate', message: expect.stringContaining('Enter the client certificate') },
    ])
    expect(problems({ certificate, privateKey: other.key })).toMatchObject([
      { path: 'privateKey', message: expect.stringContaining('does not belong to the client certificate') },
    ])
  })

  it('are refused when they can’t be read, naming each field', () => {
    const damaged = sequence('CERTIFICATE')
    const { bearer } = catalog.http.methods
    for (const ca of [damaged, `${own.cert.trim()}\n${damaged}`]) {
      const values = { ca, certificate: damaged, privateKey: sequence('PRIVATE KEY') }
      expect(pemProblems(bearer, values)).toEqual([
        { path: 'ca', message: expect.stringContaining('This certificate can’t be read.') },
        { path: 'certificate', message: expect.stringContaining('This certificate can’t be read.') },
        { path: 'privateKey', message: expect.stringContaining('This private key can’t be read.') },
      ])
    }
  })

  it.each([
    ['http', 'bearer', { baseUrl: 'https://api.example', testPath: '/me', token: 's3cret' }],
    ['postgresql', 'password', { host: 'db.example', database: 'shop', user: 'ada', password: 's3cret' }],
  ])('of %s.%s are refused before anything is sent', async (componentId, methodId, values) => {
    world.name('api.example', ['93.184.216.34'])
    world.name('db.example', ['93.184.216.34'])
    for (const [more, path] of [
      [{ certificate: own.cert }, 'privateKey'],
      [{ privateKey: own.key }, 'certificate'],
      [{ certificate: own.cert, privateKey: other.key }, 'privateKey'],
      [{ ca: sequence('CERTIFICATE') }, 'ca'],
    ] as const) {
      const input = { componentId, methodId, values: { ...values, ...more } }
      for (const call of [
        alice.credentials.verify(input),
        alice.credentials.create({ ...input, name: 'Bad', allowUnverified: true }),
      ]) {
        const error = await call.catch((thrown: unknown) => thrown)
        expect(error).toMatchObject({ code: 'BAD_REQUEST' })
        expect(JSON.stringify(error)).not.toContain('BEGIN')
        expect(JSON.stringify((error as { cause: unknown }).cause)).toContain(`"values.${path}"`)
      }
    }
    expect(world.dialled()).toEqual([])
  })
})
