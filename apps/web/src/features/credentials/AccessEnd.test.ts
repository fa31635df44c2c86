import { expect, it } from 'vitest'
import { describeAccessEnd } from './AccessEnd.tsx'

const now = Date.parse('2026-11-22T12:00:00.000Z')

it.each([
  ['2026-12-05T11:00:00.000Z', 'Access ends in 12 days', false],
  ['2026-11-28T12:00:00.000Z', 'Access ends in 6 days', true],
  ['2026-11-23T13:00:00.000Z', 'Access ends in 1 day', true],
  ['2026-11-22T17:30:00.000Z', 'Access ends in 5 hours', true],
  ['2026-11-22T12:10:00.000Z', 'Access ends in less than an hour', true],
  ['2026-11-22T12:00:00.000Z', 'Access has ended', true],
])('describes an access that ends at %s as “%s”', (endsAt, label, isSoon) => {
  expect(describeAccessEnd(endsAt, now)).toEqual({ label, isSoon })
})
