const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** “12 Nov 2026, 14:05”, in the time zone of whoever reads it. */
export const exactTime = (at: string): string => format.format(new Date(at))
