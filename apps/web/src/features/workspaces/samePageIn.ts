import type { Workspace } from '@stepkey/shared/account'
import { mayIn } from '../../workspace/access.ts'

const pages = {
  home: '/w/$workspace/home',
  credentials: '/w/$workspace/credentials',
  flows: '/w/$workspace/flows',
  activity: '/w/$workspace/activity',
  settings: '/w/$workspace/settings',
} as const

/**
 * Returns the top-level page of the same kind for another workspace, because deeper pages exist in one workspace only.
 * Falls back to the credentials if the role in that workspace may not open the page.
 */
export function samePageIn(pathname: string, workspace: Pick<Workspace, 'role'>) {
  const kind = pathname.split('/')[3] ?? ''
  if (!Object.hasOwn(pages, kind)) return pages.credentials
  if (kind === 'activity' && !mayIn(workspace, 'audit')) return pages.credentials
  return pages[kind as keyof typeof pages]
}
