import { formatDay, formatTime } from './format.ts'

/** Shows the date of a time; the exact time shows on hover. */
export function Day({ of }: { of: string }) {
  return (
    <time dateTime={of} title={formatTime(of)}>
      {formatDay(of)}
    </time>
  )
}
