import { exactTime } from './exactTime.ts'

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })

/** Shows the date of a time; the exact time shows on hover. */
export function Day({ of }: { of: string }) {
  return (
    <time dateTime={of} title={exactTime(of)}>
      {day.format(new Date(of))}
    </time>
  )
}
