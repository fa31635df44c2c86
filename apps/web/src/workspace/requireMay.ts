import type { Workspace } from '@stepkey/shared/account'
import type { Permission } from '@stepkey/shared/permissions'
import { notFound } from '@tanstack/react-router'
import { mayIn } from './access.ts'

/** Why there is nothing to see: the page is there, but the role doesn't reach it. */
export const OUT_OF_REACH = 'out of reach'

/** For loaders of pages that not every role reaches. Such a page needs NotFound as its notFoundComponent. */
export function requireMay(workspace: Workspace, permission: Permission): void {
  if (!mayIn(workspace, permission)) throw notFound({ data: OUT_OF_REACH })
}
