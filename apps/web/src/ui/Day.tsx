const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** The day of something that lies ahead; the exact time shows on hover. */
export function Day({ of }: { of: string }) {
  const date = new Date(of)
  return (
    <time dateTime={of} title={exact.format(date)}>
      {day.format(date)}
    </time>
  )
}
