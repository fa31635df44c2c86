import { z } from 'zod'
import { type Permission, ROLES } from './permissions.ts'

export { type Permission, permissionsOfRole } from './permissions.ts'

/** The role of a member in a workspace. */
export const Role = z.enum(ROLES).describe('The role of a member in a workspace.')
/** One role of a member. */
export type Role = z.infer<typeof Role>

/** A scope of an API key. No scope permits creating API keys. */
export const Scope = z
  .enum(['read', 'write', 'verify', 'flows', 'issue', 'audit', 'connect', 'components'])
  .describe('A scope of an API key: the group of operations that the key permits.')
/** One scope of an API key. */
export type Scope = z.infer<typeof Scope>

/** The permissions that each API key scope grants. */
export const permissionsOfScope: Record<Scope, readonly Permission[]> = {
  read: ['read', 'inspect'],
  write: ['write'],
  verify: ['verify', 'preflight'],
  flows: ['flows'],
  issue: ['issue', 'preflight'],
  audit: ['audit'],
  connect: ['connect'],
  components: ['components'],
}
