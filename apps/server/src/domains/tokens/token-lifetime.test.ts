import { describe, expect, it } from 'vitest'
import { jwtExpiry, lifetimeOf } from './token-lifetime.ts'

const now = new Date('2026-11-01T12:00:00Z')
const inAnHour = now.getTime() / 1000 + 3600
const jwt = (claims: unknown) =>
  ['{}', JSON.stringify(claims), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.')
const lifetime = (response: Record<string, unknown>, accessToken = 'opaque') =>
  lifetimeOf(response, { expiresIn: response.expires_in, accessToken, now })

describe('lifetimeOf', () => {
  it.each([
    ['expires_at', inAnHour],
    ['expires_at', String(inAnHour)],
    ['expires_at', inAnHour * 1000],
    ['expires_on', String(inAnHour)],
    ['expiry', '2026-11-01T13:00:00Z'],
    ['expiration', '2026-11-01T14:00:00+01:00'],
    ['.expires', 'Sun, 01 Nov 2026 13:00:00 GMT'],
    ['expires', 3600],
    ['expires', '3600'],
    ['expireTime', '2026-11-01T13:00:00.000Z'],
    ['expires_in', '3600s'],
    ['expires_in', inAnHour],
    ['expires_in', String(inAnHour)],
    ['expires_in', inAnHour * 1000],
    ['expires_in', '2026-11-01T13:00:00Z'],
  ])('reads %s: %s', (name, value) => {
    expect(lifetime({ [name]: value })).toBe(3600)
  })

  it('prefers expires_in to a date, and a date to the claim of a JWT', () => {
    const token = jwt({ exp: inAnHour })
    expect(lifetime({ expires_in: 60, expires_at: inAnHour }, token)).toBe(60)
    expect(lifetime({ expires_in: '60' })).toBe(60)
    expect(lifetime({ expires_at: inAnHour - 1800 }, token)).toBe(1800)
    expect(lifetime({}, token)).toBe(3600)
    // Providers write these for a token without an end; its claim still has one.
    for (const expires_in of [0, -1, null, 'never']) expect(lifetime({ expires_in }, token)).toBe(3600)
  })

  it('is at least one second, because a token that has ended is not one without an end', () => {
    expect(lifetime({ expires_at: inAnHour - 7200 })).toBe(1)
    expect(lifetime({}, jwt({ exp: inAnHour - 7200 }))).toBe(1)
  })

  it('reads the exp of a JWT in seconds, or in milliseconds if it were after the year 9999', () => {
    expect(lifetime({}, jwt({ exp: inAnHour * 1000 }))).toBe(3600)
    expect(jwtExpiry(jwt({ exp: 253_402_300_799 }))).toEqual(new Date('9999-12-31T23:59:59Z'))
  })

  it('is unknown without any of them', () => {
    for (const value of ['', null, 'soon', {}, 0, -5, true]) {
      expect(lifetime({ expires_at: value })).toBeUndefined()
    }
    for (const token of [
      '',
      'a.b',
      'a.b.c',
      'a.b.c.d',
      jwt('text'),
      jwt({ exp: 'soon' }),
      jwt({ exp: 1e300 }),
      jwt({ exp: 253_402_300_800_000 }),
      jwt({ exp: -1 }),
    ]) {
      expect(jwtExpiry(token)).toBeUndefined()
    }
  })
})
