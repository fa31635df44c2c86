const DAY = 24 * 3600 * 1000

/** The lifetimes that a new key can have. */
export const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'never', label: 'Never' },
] as const
/** The value of a lifetime. */
export type Lifetime = (typeof lifetimes)[number]['value']

/** Returns the expiry of a new key as an ISO date, or undefined for a key that never expires. */
export const expiryAfter = (lifetime: Lifetime, now: number) =>
  lifetime === 'never' ? undefined : new Date(now + Number(lifetime) * DAY).toISOString()
