import type { Workspace } from '@stepkey/shared/account'
import { mayIn } from '../../workspace/access.ts'

/** The pages of settings, and in which workspaces there is something on them for whom. */
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
    title: 'Regular checks',
    isFor: (workspace: Workspace) => mayIn(workspace, 'members'),
  },
  { to: '/w/$workspace/settings/account', title: 'Your account', isFor: () => true },
] as const

export const sectionsFor = (workspace: Workspace) => sections.filter(({ isFor }) => isFor(workspace))
