import { defineComponent, type HttpCheck } from '../component.ts'
import { missingScope, noSuchSite, scopedToken, siteToken } from './atlassian.ts'

/**
 * Source: developer.atlassian.com/cloud/confluence/rest/v1/api-group-users, “Get current user”. Sites may admit
 * anonymous visitors, and then lists of spaces and pages answer to any token.
 */
const verify: HttpCheck = {
  method: 'GET',
  path: '/wiki/rest/api/user/current',
  ok: {
    status: 200,
    json: [
      { at: '/type', equals: 'known' },
      { at: '/accountId', exists: true },
    ],
  },
  rejected: [{ status: 200, json: [{ at: '/type', equals: 'anonymous' }], because: 'anonymous' }],
  elsewhere: noSuchSite,
  identity: ['/email', '/displayName'],
}

export default defineComponent({
  id: 'confluence',
  title: 'Confluence',
  description: 'Pages and spaces in Atlassian’s cloud',
  category: 'productivity',
  aliases: ['atlassian', 'wiki', 'confluence cloud', 'knowledge base', 'pages'],
  docsUrl: 'https://developer.atlassian.com/cloud/confluence/basic-auth-for-rest-apis/',
  icon: 'confluence',
  methods: {
    apiToken: { title: 'API token', ...siteToken('Confluence'), verify },
    scopedToken: {
      title: 'API token with scopes',
      ...scopedToken('Confluence', 'read:confluence-user'),
      verify: { ...verify, forbidden: missingScope },
    },
  },
})
