import { Group, Stack, Text, VisuallyHidden } from '@mantine/core'
import type { CredentialReceipt } from '@stepkey/shared/credential'
import { Day } from '../../ui/time/Day.tsx'
import { formatTime } from '../../ui/time/format.ts'
import classes from './ReceiptChart.module.css'
import {
  CHART,
  describeReceipts,
  formatDuration,
  type Meaning,
  meaningOf,
  receiptBars,
  slowestOf,
} from './receiptBars.ts'

const labels: Record<Meaning, string> = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  inconclusive: 'Inconclusive',
}

/**
 * Shows verifications as bars, the oldest first: the height is the duration; the colour and a mark are the outcome. A table
 * for screen readers has the same facts and the messages.
 */
export function ReceiptChart({ receipts }: { receipts: readonly CredentialReceipt[] }) {
  const bars = receiptBars(receipts)
  const width = Math.max(bars.length, CHART.minBars) * CHART.step
  const shown = (Object.keys(labels) as Meaning[]).filter((meaning) =>
    bars.some((bar) => bar.meaning === meaning),
  )
  const [newest, oldest] = [receipts[0], receipts.at(-1)]
  return (
    <Stack gap="xs" pos="relative">
      <svg
        className={classes.chart}
        width={width}
        viewBox={`0 0 ${width} ${CHART.height}`}
        role="img"
        aria-label={describeReceipts(receipts)}
      >
        {bars.map(({ receipt, meaning, x, y, height }) => (
          <g key={`${x} ${receipt.checkedAt}`} className={classes[meaning]}>
            <title>{`${labels[meaning]}, ${formatDuration(receipt.durationMs)}, ${formatTime(receipt.checkedAt)}`}</title>
            <rect x={x + 0.75} y={y} width={CHART.barWidth - 1.5} height={height} rx={2} strokeWidth={1.5} />
            <Mark of={meaning} x={x + CHART.barWidth / 2} y={y - 8} />
          </g>
        ))}
        <line x1={0} x2={width} y1={CHART.height} y2={CHART.height} className={classes.axis} />
      </svg>
      <Group gap="md" aria-hidden>
        {shown.map((meaning) => (
          <Group key={meaning} gap={6}>
            <svg width={14} height={14} aria-hidden className={classes[meaning]}>
              <rect x={1} y={1} width={12} height={12} rx={2} strokeWidth={1.5} />
            </svg>
            <Text size="sm">{labels[meaning]}</Text>
            <svg width={10} height={10} aria-hidden className={classes[meaning]}>
              <Mark of={meaning} x={5} y={5} />
            </svg>
          </Group>
        ))}
      </Group>
      {newest && oldest && (
        <Text size="sm" c="dimmed">
          {receipts.length === 1 ? 'One verification on ' : `${receipts.length} verifications since `}
          <Day of={oldest.checkedAt} />.{' '}
          {receipts.length === 1
            ? `It took ${formatDuration(newest.durationMs)}.`
            : `The last took ${formatDuration(newest.durationMs)}, the slowest ${formatDuration(slowestOf(receipts))}.`}
        </Text>
      )}
      <VisuallyHidden component="div">
        <table>
          <caption>Verifications, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Outcome</th>
              <th scope="col">Duration</th>
              <th scope="col">Message</th>
            </tr>
          </thead>
          <tbody>
            {receipts.map((receipt, index) => (
              <tr key={index}>
                <td>{formatTime(receipt.checkedAt)}</td>
                <td>{labels[meaningOf(receipt)]}</td>
                <td>{formatDuration(receipt.durationMs)}</td>
                <td>{receipt.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </Stack>
  )
}

/** The mark over a bar: a dot, a cross or a ring. */
function Mark({ of, x, y }: { of: Meaning; x: number; y: number }) {
  if (of === 'accepted') return <circle cx={x} cy={y} r={2.5} />
  if (of === 'inconclusive') return <circle cx={x} cy={y} r={3} className={classes.mark} />
  return <path d={`M${x - 3} ${y - 3}l6 6m0 -6l-6 6`} className={classes.mark} />
}
