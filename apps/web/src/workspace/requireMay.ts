import type { Workspace } from '@stepkey/shared/account'
import type { Permission } from '@stepkey/shared/permissions'
import { notFound } from '@tanstack/react-router'
import { mayIn } from './access.ts'

/** The `data` of a not-found error for a page that exists, but that the role does not allow. */
export const NOT_ALLOWED = 'not allowed'

/** Guards the loader of a page. The route needs NotFound as its notFoundComponent. @throws notFound */
export function requireMay(workspace: Workspace, permission: Permission): void {
  if (!mayIn(workspace, permission)) throw notFound({ data: NOT_ALLOWED })
}
