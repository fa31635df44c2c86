import { z } from 'zod'
import { type Permission, ROLES } from './permissions.ts'

export { type Permission, permissionsOfRole } from './permissions.ts'

export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

/** What an API key may be made for. No scope lets a key make keys. */
export const Scope = z.enum(['read', 'write', 'verify', 'flows', 'issue', 'audit', 'connect'])
export type Scope = z.infer<typeof Scope>

export const permissionsOfScope: Record<Scope, readonly Permission[]> = {
  read: ['read', 'inspect'],
  write: ['write'],
  verify: ['verify'],
  flows: ['flows'],
  issue: ['issue'],
  audit: ['audit'],
  connect: ['connect'],
}
