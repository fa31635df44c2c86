import type { Workspace } from '@stepkey/shared/account'
// Not from access.ts: the first page doesn't need its schemas.
import { type Permission, permissionsOfRole } from '@stepkey/shared/permissions'
import { notFound } from '@tanstack/react-router'
import { useWorkspace } from './api.ts'

/** Whether a role allows something. This decides what the screen offers; the server decides what is done. */
export const mayIn = ({ role }: Pick<Workspace, 'role'>, permission: Permission) =>
  permissionsOfRole[role].includes(permission)

/** Whether the person may do something in the workspace whose pages are shown. */
export const useMay = (permission: Permission) => mayIn(useWorkspace(), permission)

/** Why there is nothing to see: the page is there, but the role doesn't reach it. */
export const OUT_OF_REACH = 'out of reach'

/** For loaders of pages that not every role reaches. Such a page needs NotFound as its notFoundComponent. */
export function requireMay(workspace: Workspace, permission: Permission): void {
  if (!mayIn(workspace, permission)) throw notFound({ data: OUT_OF_REACH })
}
