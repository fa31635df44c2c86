const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** Returns “12 Nov 2026, 14:05”, in the local time zone. */
export const exactTime = (at: string): string => format.format(new Date(at))
