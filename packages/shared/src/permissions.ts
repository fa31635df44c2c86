/**
 * The permissions in a workspace. Every procedure requires one of them; the access check runs before the
 * procedure.
 */
export const PERMISSIONS = [
  /** See credentials (not their values), flows, components and usage. */
  'read',
  /** See the values of a credential that are not secret. */
  'inspect',
  /** Create, change and delete credentials. */
  'write',
  /** Verify a stored credential, or values that are not stored yet. */
  'verify',
  /** Verify the credentials of a flow's steps before a run. */
  'preflight',
  /** Create, change, activate, deactivate and delete flows, and bind any credential to their steps. */
  'flows',
  /**
   * Get the opened values for a step of an active flow. No role has this permission: only API keys of flow
   * engines.
   */
  'issue',
  /**
   * Create connect tokens, which let a user choose or create one credential outside Stepkey. No role has this
   * permission.
   */
  'connect',
  /** Create and revoke API keys, and manage embeds. */
  'keys',
  /** Create, change, try and publish components of the workspace. A component determines where secrets are sent. */
  'components',
  /** Manage webhooks, and see their deliveries. */
  'webhooks',
  /** Read, verify and export the audit log. */
  'audit',
  /** See the members of the workspace. Every role has this permission. */
  'people',
  /** Invite and remove members, assign roles, and rename the organization. */
  'members',
  /** Transfer or delete the organization. */
  'ownership',
] as const
/** One permission in a workspace. */
export type Permission = (typeof PERMISSIONS)[number]

/** The roles of members, from the most to the fewest permissions. */
export const ROLES = ['owner', 'admin', 'editor', 'builder', 'viewer'] as const
/** One role of a member. */
export type Role = (typeof ROLES)[number]

const viewer = ['read', 'people'] as const
const builder = [...viewer, 'verify', 'preflight', 'flows'] as const
const editor = [...builder, 'inspect', 'write'] as const
const admin = [...editor, 'keys', 'components', 'webhooks', 'audit', 'members'] as const
const owner = [...admin, 'ownership'] as const

/**
 * The permissions of each role. A builder can use credentials but can neither read their values nor change
 * them.
 */
export const permissionsOfRole: Record<Role, readonly Permission[]> = {
  viewer,
  builder,
  editor,
  admin,
  owner,
}
