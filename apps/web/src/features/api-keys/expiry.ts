const DAY = 24 * 3600 * 1000

/** How long a key can be made to work. */
export const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'never', label: 'Never' },
] as const
export type Lifetime = (typeof lifetimes)[number]['value']

/** @returns undefined for a key that works until it is revoked */
export const expiryAfter = (lifetime: Lifetime, now: number) =>
  lifetime === 'never' ? undefined : new Date(now + Number(lifetime) * DAY).toISOString()
