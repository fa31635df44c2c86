import { expect, it } from 'vitest'
import { describeCounts, describeMatches } from './describeCounts.ts'

it('counts the credentials of all components, and the failing ones if there are any', () => {
  const of = (credentialCount: number, failingCount: number) => ({ credentialCount, failingCount })
  expect(describeCounts([])).toEqual({ total: '0 credentials' })
  expect(describeCounts([of(1, 0), of(0, 0)])).toEqual({ total: '1 credential' })
  expect(describeCounts([of(1000, 1), of(234, 2)])).toEqual({
    total: '1,234 credentials',
    failing: '3 failing',
  })
})

it('describes how many credentials match filters', () => {
  expect(describeMatches({ count: 1, hasMore: false })).toBe('1 credential matches.')
  expect(describeMatches({ count: 0, hasMore: false })).toBe('0 credentials match.')
  expect(describeMatches({ count: 1000, hasMore: true })).toBe('More than 1,000 credentials match.')
})
