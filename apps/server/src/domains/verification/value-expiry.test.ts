import { X509Certificate } from 'node:crypto'
import { catalog } from '@stepkey/shared/catalog/index'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Certificate, createWorld, issue, type World } from '../../../testing/world.ts'
import { expiryOfValues } from './value-expiry.ts'

const { bearer } = catalog.http.methods
const { password } = catalog.postgresql.methods
const encode = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
const jwt = (claims: object) => `${encode({ alg: 'HS256' })}.${encode(claims)}.c2lnbmF0dXJl`

describe('the expiry of values', () => {
  let world: World
  let own: Certificate
  const now = new Date()
  const hour = Math.floor(now.getTime() / 1000) + 3600

  beforeAll(async () => {
    world = await createWorld()
    own = await issue(world.authority, 'stepkey')
  })
  afterAll(() => world.close())

  it('is the exp of a secret that is a JWT', () => {
    expect(expiryOfValues(bearer, { token: jwt({ exp: hour }) }, now)).toBe(
      new Date(hour * 1000).toISOString(),
    )
    expect(expiryOfValues(bearer, { token: jwt({ sub: 'alice' }) }, now)).toBeUndefined()
    expect(expiryOfValues(bearer, { token: 'opaque', baseUrl: jwt({ exp: hour }) }, now)).toBeUndefined()
  })

  it('is the exp in milliseconds, and never a time after the year 9999', () => {
    expect(expiryOfValues(bearer, { token: jwt({ exp: hour * 1000 }) }, now)).toBe(
      new Date(hour * 1000).toISOString(),
    )
    expect(expiryOfValues(bearer, { token: jwt({ exp: 1e15 }) }, now)).toBeUndefined()
  })

  it('is no time in the past', () => {
    expect(expiryOfValues(bearer, { token: jwt({ exp: 1 }) }, now)).toBeUndefined()
  })

  it('is the notAfter of a client certificate, but not that of an authority', () => {
    const { cert: certificate } = own
    const notAfter = new Date(new X509Certificate(certificate).validTo).toISOString()
    expect(expiryOfValues(password, { certificate }, now)).toBe(notAfter)
    expect(expiryOfValues(password, { ca: certificate }, now)).toBeUndefined()
    expect(expiryOfValues(password, { certificate: 'unreadable' }, now)).toBeUndefined()
  })

  it.each([
    ['Bag Attributes\n    localKeyID: 54 69 6D 65\nsubject=CN = stepkey\nissuer=CN = ca\n', ''],
    ['Certificate:\n    Data:\n        Version: 3 (0x2)\n', '\nsubject=CN = stepkey\n'],
    ['-----BEGIN PRIVATE KEY-----\nMAMCAQc=\n-----END PRIVATE KEY-----\n', ''],
  ])('is the notAfter of a certificate with text of OpenSSL around it: %j', (before, after) => {
    const notAfter = new Date(new X509Certificate(own.cert).validTo).toISOString()
    for (const text of [
      `${before}${own.cert}${after}`,
      `${before}${own.cert}${after}`.replaceAll('\n', '\r'),
    ]) {
      expect(expiryOfValues(password, { certificate: text }, now)).toBe(notAfter)
    }
  })
})
