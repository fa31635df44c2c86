import type { Role } from '@stepkey/shared/permissions'

/** What each role is called, and what one can do with it. */
export const roleLabels: Record<Role, { title: string; withArticle: string; can: string }> = {
  owner: { title: 'Owner', withArticle: 'the owner', can: 'do everything' },
  admin: {
    title: 'Admin',
    withArticle: 'an admin',
    can: 'do everything but transfer or delete the organization',
  },
  editor: {
    title: 'Editor',
    withArticle: 'an editor',
    can: 'create, change and delete credentials and flows',
  },
  builder: {
    title: 'Builder',
    withArticle: 'a builder',
    can: 'build flows and use credentials in them, without opening or changing one',
  },
  viewer: { title: 'Viewer', withArticle: 'a viewer', can: 'see which credentials and flows there are' },
}
