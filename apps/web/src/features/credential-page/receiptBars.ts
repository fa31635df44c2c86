import type { CredentialReceipt } from '@stepkey/shared/credential'
import { isProof } from '@stepkey/shared/verification'

/** What an outcome means for the credential. Each has a colour and a mark of its own. */
export type Meaning = 'accepted' | 'rejected' | 'inconclusive'

/** A bar of the chart, in pixels from the upper left corner. */
export interface ReceiptBar {
  receipt: CredentialReceipt
  meaning: Meaning
  x: number
  y: number
  height: number
}

/** The size of the chart in pixels. A bar starts each step; the marks need the margin above it. */
export const CHART = { height: 96, step: 18, barWidth: 12, margin: 16, minBars: 12 } as const

/** The lowest bar, so that a verification of no duration is visible. */
const MIN_HEIGHT = 6

/** Returns the meaning of an outcome. */
export function meaningOf({ outcome }: Pick<CredentialReceipt, 'outcome'>): Meaning {
  if (isProof(outcome)) return 'accepted'
  return outcome === 'rejected' ? 'rejected' : 'inconclusive'
}

/** Returns the bars of receipts, the oldest first. The slowest verification has the highest bar. */
export function receiptBars(receipts: readonly CredentialReceipt[]): ReceiptBar[] {
  const slowest = slowestOf(receipts)
  const room = CHART.height - CHART.margin - MIN_HEIGHT
  return receipts.toReversed().map((receipt, index) => {
    const height = MIN_HEIGHT + (slowest > 0 ? Math.round((receipt.durationMs / slowest) * room) : 0)
    return {
      receipt,
      meaning: meaningOf(receipt),
      x: index * CHART.step + (CHART.step - CHART.barWidth) / 2,
      y: CHART.height - height,
      height,
    }
  })
}

/** Returns the duration of the slowest verification, in milliseconds. */
export const slowestOf = (receipts: readonly CredentialReceipt[]) =>
  Math.max(0, ...receipts.map(({ durationMs }) => durationMs))

/** Returns “120 ms” or “2.4 s”. */
export const formatDuration = (milliseconds: number) =>
  milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`

/** Returns the chart in a sentence: “The last 3 verifications: 2 accepted, 1 rejected. The slowest took 40 ms.” */
export function describeReceipts(receipts: readonly CredentialReceipt[]): string {
  const counts = (['accepted', 'rejected', 'inconclusive'] as const).flatMap((meaning) => {
    const count = receipts.filter((receipt) => meaningOf(receipt) === meaning).length
    return count > 0 ? [`${count} ${meaning}`] : []
  })
  const subject =
    receipts.length === 1 ? 'The last verification' : `The last ${receipts.length} verifications`
  return `${subject}: ${counts.join(', ')}. The slowest took ${formatDuration(slowestOf(receipts))}.`
}
