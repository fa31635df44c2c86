import type { Workspace } from '@stepkey/shared/account'
// Not from access.ts: the first page doesn't need its schemas.
import { type Permission, permissionsOfRole } from '@stepkey/shared/permissions'
import { useWorkspaceScope } from './workspaceScope.ts'

/** Whether a role allows something. This decides what the screen offers; the server decides what is done. */
export const mayIn = ({ role }: Pick<Workspace, 'role'>, permission: Permission) =>
  permissionsOfRole[role].includes(permission)

/** Whether whoever is at work here may do something. */
export const useMay = (permission: Permission) => useWorkspaceScope().permissions.includes(permission)
