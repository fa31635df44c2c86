import { expect, it } from 'vitest'
import { describeAge, describeTimeUntil, formatPeriod } from './format.ts'

const now = Date.parse('2026-11-22T12:00:00.000Z')
const minute = 60_000
const day = 24 * 60 * minute

it.each([
  [20_000, undefined],
  [-5_000, undefined],
  [3 * minute, '3 min ago'],
  [125 * minute, '2 hr ago'],
  [day, 'yesterday'],
  [3 * day, '3 days ago'],
  [400 * day, '1 yr ago'],
])('describes an age of %i ms as “%s”', (age, description) => {
  expect(describeAge(new Date(now - age).toISOString(), now)).toBe(description)
})

it('describes the time until a future date', () => {
  const now = Date.parse('2026-11-01T12:00:00Z')
  expect(describeTimeUntil('2026-11-01T11:00:00Z', now)).toBe('in a moment')
  expect(describeTimeUntil('2026-11-01T12:00:20Z', now)).toBe('in a moment')
  expect(describeTimeUntil('2026-11-01T12:05:00Z', now)).toBe('in 5 min')
  expect(describeTimeUntil('2026-11-01T22:00:00Z', now)).toBe('in 10 hr')
})

it('describes a period with as little as needed', () => {
  const now = new Date(2026, 10, 12, 18)
  const at = (day: number, hours: number, minutes: number) =>
    new Date(2026, 10, day, hours, minutes).toISOString()
  expect(formatPeriod(at(12, 10, 2), at(12, 10, 40), now)).toBe('from 10:02 to 10:40')
  expect(formatPeriod(at(12, 10, 2), at(12, 10, 2), now)).toBe('at 10:02')
  expect(formatPeriod(at(11, 10, 2), at(11, 10, 40), now)).toBe('11 Nov 2026, from 10:02 to 10:40')
  expect(formatPeriod(at(11, 10, 2), at(12, 0, 5), now)).toBe('from 11 Nov 2026, 10:02 to 12 Nov 2026, 00:05')
})
