import type { Workspace } from '@stepkey/shared/account'
// Not from access.ts: the first page must not load its schemas.
import { type Permission, permissionsOfRole } from '@stepkey/shared/permissions'
import { useWorkspaceScope } from './workspaceScope.ts'

/** Returns whether a role has a permission. This only decides what the screen shows; the server authorizes. */
export const mayIn = ({ role }: Pick<Workspace, 'role'>, permission: Permission) =>
  permissionsOfRole[role].includes(permission)

/** Returns whether the current user or connect token has a permission. */
export const useMay = (permission: Permission) => useWorkspaceScope().permissions.includes(permission)
