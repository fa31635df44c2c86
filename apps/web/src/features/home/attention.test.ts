import { expect, it } from 'vitest'
import { needsAttention, sortByUse } from './useAttention.ts'

it('needs attention for rejected and lost credentials, and for unverified and frozen ones only in active flows', () => {
  expect(needsAttention({ status: 'failing', activeFlowCount: 0 })).toBe(true)
  expect(needsAttention({ status: 'reconnect', activeFlowCount: 0 })).toBe(true)
  expect(needsAttention({ status: 'unverified', activeFlowCount: 1 })).toBe(true)
  expect(needsAttention({ status: 'unverified', activeFlowCount: 0 })).toBe(false)
  expect(needsAttention({ status: 'frozen', activeFlowCount: 1 })).toBe(true)
  expect(needsAttention({ status: 'frozen', activeFlowCount: 0 })).toBe(false)
  expect(needsAttention({ status: 'verified', activeFlowCount: 1 })).toBe(false)
})

it('lists the credentials first that affect the most flows', () => {
  const one = { name: 'One', activeFlowCount: 1 }
  const two = { name: 'Two', activeFlowCount: 2 }
  const another = { name: 'Another', activeFlowCount: 1 }
  expect(sortByUse([one, two, another])).toEqual([two, another, one])
})
