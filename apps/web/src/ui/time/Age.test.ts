import { expect, it } from 'vitest'
import { describeAge } from './Age.tsx'

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
