/** What one can do in a workspace. `trpc.ts` asks for one of these before every procedure. */
export const PERMISSIONS = [
  /** See credentials (not their values), flows, components and who uses what. */
  'read',
  /** See the values of a credential that are not secret. */
  'inspect',
  /** Create, change and delete credentials. */
  'write',
  /** Send the dry request of a stored credential, or of values that are being typed. */
  'verify',
  /** Create, change, activate, deactivate and delete flows; use any credential in them. */
  'flows',
  /** Get the opened values for a step of an active flow. No person has this: only a flow engine's key. */
  'issue',
  /** Make connect tokens, with which somebody picks or makes one credential outside Stepkey. No person has this. */
  'connect',
  /** Create and revoke API keys, and say which pages may embed the picker. */
  'keys',
  /** Say who is told of events, and see what was sent. */
  'webhooks',
  /** Read the audit trail, check it, take a copy. */
  'audit',
  /** See who is a member; everybody may. */
  'people',
  /** Invite, remove, give roles; rename the organization. */
  'members',
  /** Transfer or delete the organization. */
  'ownership',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export const ROLES = ['owner', 'admin', 'editor', 'builder', 'viewer'] as const
export type Role = (typeof ROLES)[number]

const viewer = ['read', 'people'] as const
const builder = [...viewer, 'verify', 'flows'] as const
const editor = [...builder, 'inspect', 'write'] as const
const admin = [...editor, 'keys', 'webhooks', 'audit', 'members'] as const
const owner = [...admin, 'ownership'] as const

/** A builder uses credentials that he could never read or change. */
export const permissionsOfRole: Record<Role, readonly Permission[]> = {
  viewer,
  builder,
  editor,
  admin,
  owner,
}
