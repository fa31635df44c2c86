import type { Role } from '@stepkey/shared/permissions'

/** The names of the roles and what they allow. */
export const roleLabels: Record<Role, { title: string; withArticle: string; can: string }> = {
  owner: { title: 'Owner', withArticle: 'the owner', can: 'do everything' },
  admin: {
    title: 'Admin',
    withArticle: 'an admin',
    can: 'do everything except transfer or delete the organization',
  },
  editor: {
    title: 'Editor',
    withArticle: 'an editor',
    can: 'create, edit and delete credentials and flows',
  },
  builder: {
    title: 'Builder',
    withArticle: 'a builder',
    can: 'build flows and use credentials in them, but not view or edit credentials',
  },
  viewer: { title: 'Viewer', withArticle: 'a viewer', can: 'view the lists of credentials and flows' },
}
