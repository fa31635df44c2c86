import type { CredentialReceipt } from '@stepkey/shared/credential'
import { expect, it } from 'vitest'
import { CHART, describeReceipts, receiptBars } from './receiptBars.ts'

const receipt = (outcome: CredentialReceipt['outcome'], durationMs: number): CredentialReceipt => ({
  outcome,
  durationMs,
  message: 'A message.',
  checkedAt: '2026-11-30T08:00:00.000Z',
})

it('draws the oldest verification first, and the slowest one as high as the room below its mark', () => {
  const bars = receiptBars([receipt('timeout', 1000), receipt('rejected', 0), receipt('limited', 500)])
  expect(bars.map(({ meaning }) => meaning)).toEqual(['accepted', 'rejected', 'inconclusive'])
  expect(bars.map(({ height }) => height)).toEqual([43, 6, 80])
  expect(Math.min(...bars.map(({ y }) => y))).toBe(CHART.margin)
  expect(bars.map(({ x }) => x)).toEqual([3, 21, 39])
})

it('draws the lowest bars if no verification took time', () => {
  expect(receiptBars([receipt('untestable', 0)])).toMatchObject([{ height: 6 }])
})

it('counts the outcomes that occur, and names the slowest duration', () => {
  expect(describeReceipts([receipt('verified', 40)])).toBe(
    'The last verification: 1 accepted. The slowest took 40 ms.',
  )
  expect(describeReceipts([receipt('tls', 2400), receipt('rejected', 9), receipt('rejected', 9)])).toBe(
    'The last 3 verifications: 2 rejected, 1 inconclusive. The slowest took 2.4 s.',
  )
})
