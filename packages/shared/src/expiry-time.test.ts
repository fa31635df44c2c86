import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { expiryAt, expiryAtUnixTime, expiryOfDate } from './expiry-time.ts'

const isoOf = (date: Date | undefined) => date?.toISOString()

describe('expiryOfDate', () => {
  beforeEach(() => {
    vi.stubEnv('TZ', 'America/New_York')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it.each([
    ['2026-12-24', '2026-12-24T00:00:00.000Z'],
    ['2026/12/24', '2026-12-24T00:00:00.000Z'],
    ['2026-12-24T18:00', '2026-12-24T18:00:00.000Z'],
    ['2026-12-24 18:00:00', '2026-12-24T18:00:00.000Z'],
    ['2026-12-24 18:00:00 UTC', '2026-12-24T18:00:00.000Z'],
    ['2026-12-24 18:00:00 +0200', '2026-12-24T16:00:00.000Z'],
    ['2026-12-24T18:00:00.123456-07:00', '2026-12-25T01:00:00.123Z'],
    ['2026-12-24T18:00:00+02', '2026-12-24T16:00:00.000Z'],
    ['Thu, 24 Dec 2026 18:00:00 GMT', '2026-12-24T18:00:00.000Z'],
    ['Thu, 24 Dec 2026 18:00:00 -0700', '2026-12-25T01:00:00.000Z'],
    ['Thu Dec 24 18:00:00 2026', '2026-12-24T18:00:00.000Z'],
    ['Dec 24 18:00:00 2026 GMT', '2026-12-24T18:00:00.000Z'],
    ['24 Dec 2026 18:00 EST', '2026-12-24T23:00:00.000Z'],
    ['24 December 2026', '2026-12-24T00:00:00.000Z'],
    ['December 24, 2026 6:00 PM', '2026-12-24T18:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('reads %s, as UTC without a zone', (date, expected) => {
    expect(isoOf(expiryOfDate(date))).toBe(expected)
  })

  it.each([
    ['12/24/2026'],
    ['01-02-2026'],
    ['24.12.2026'],
    ['20261224'],
    ['99999'],
    ['+012026-12-24'],
    ['10000-01-01'],
    ['9999-12-31T23:59:59-01:00'],
    ['1969-12-31'],
    ['24 Dec 26'],
    ['24 Dec 12026'],
    ['never'],
    [''],
  ])('ignores %s', (date) => {
    expect(expiryOfDate(date)).toBeUndefined()
  })
})

describe('expiryAt and expiryAtUnixTime', () => {
  it('ignore times outside the years 1970 to 9999', () => {
    expect(isoOf(expiryAt(253_402_300_799_999))).toBe('9999-12-31T23:59:59.999Z')
    for (const milliseconds of [-1, 253_402_300_800_000, 8.64e15, Number.NaN, Infinity]) {
      expect(expiryAt(milliseconds)).toBeUndefined()
    }
    for (const count of [0, -1, 253_402_300_800_000, Number.NaN, Infinity]) {
      expect(expiryAtUnixTime(count)).toBeUndefined()
    }
  })

  it('reads a Unix time in seconds, and in milliseconds if it were after the year 9999', () => {
    expect(isoOf(expiryAtUnixTime(253_402_300_799))).toBe('9999-12-31T23:59:59.000Z')
    expect(isoOf(expiryAtUnixTime(1_796_119_200))).toBe('2026-12-01T10:00:00.000Z')
    expect(isoOf(expiryAtUnixTime(1_796_119_200_000))).toBe('2026-12-01T10:00:00.000Z')
  })
})
