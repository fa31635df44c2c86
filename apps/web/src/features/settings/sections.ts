import type { Workspace } from '@stepkey/shared/account'
import { mayIn } from '../../workspace/access.ts'

/** The pages of settings, and for which workspaces and roles they are shown. */
const sections = [
  {
    to: '/w/$workspace/settings/people',
    title: 'People',
    isFor: (workspace: Workspace) => workspace.kind === 'organization' && mayIn(workspace, 'people'),
  },
  {
    to: '/w/$workspace/settings/api-keys',
    title: 'API keys',
    isFor: (workspace: Workspace) => mayIn(workspace, 'keys'),
  },
  {
    to: '/w/$workspace/settings/embedding',
    title: 'Embedding',
    isFor: (workspace: Workspace) => mayIn(workspace, 'keys'),
  },
  {
    to: '/w/$workspace/settings/webhooks',
    title: 'Webhooks',
    isFor: (workspace: Workspace) => mayIn(workspace, 'webhooks'),
  },
  {
    to: '/w/$workspace/settings/checks',
    title: 'Scheduled verification',
    isFor: (workspace: Workspace) => mayIn(workspace, 'members'),
  },
  { to: '/w/$workspace/settings/notices', title: 'Notices', isFor: () => true },
  { to: '/w/$workspace/settings/account', title: 'Your account', isFor: () => true },
] as const

/** Returns the pages of settings that are shown in a workspace. */
export const sectionsFor = (workspace: Workspace) => sections.filter(({ isFor }) => isFor(workspace))
