import type { DriverName } from '@stepkey/shared/component'
import type { Driver } from './driver.ts'

/** Loaded when first used: most installations need few of them. */
export const drivers: { [Name in DriverName]: () => Promise<Driver<Name>> } = {
  postgres: async () => (await import('./postgres.ts')).checkPostgres,
  smtp: async () => (await import('./smtp.ts')).checkSmtp,
}
