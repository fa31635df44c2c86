import { expect, it } from 'vitest'
import { describeAge, describeTimeUntil } from './format.ts'

const now = Date.parse('2026-11-22T12:00:00.000Z')
const minute = 60_000
const day = 24 * 60 * minute

it.each([
  [20_000, 'just now'],
  [-5_000, 'just now'],
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
