import { expect, it } from 'vitest'
import { describeTimeUntil } from './Until.tsx'

it('describes the time until a future date', () => {
  const now = Date.parse('2026-11-01T12:00:00Z')
  expect(describeTimeUntil('2026-11-01T11:00:00Z', now)).toBe('in a moment')
  expect(describeTimeUntil('2026-11-01T12:00:20Z', now)).toBe('in a moment')
  expect(describeTimeUntil('2026-11-01T12:05:00Z', now)).toBe('in 5 min')
  expect(describeTimeUntil('2026-11-01T22:00:00Z', now)).toBe('in 10 hr')
})
