import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes } from '../fields.ts'
import { chosenSite, consent, missingScope, noSuchSite, scopedToken, siteToken } from './atlassian.ts'

/**
 * Source: developer.atlassian.com/cloud/confluence/rest/v1/api-group-users, “Get current user”. Sites can
 * allow anonymous access. Lists of spaces and pages then accept any token.
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
  rejected: [{ status: 200, json: [{ at: '/type', equals: 'anonymous' }], reason: 'anonymous' }],
  wrongTarget: noSuchSite,
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
    oauth: {
      title: 'Connect with Confluence',
      fields: z.object({
        site: chosenSite,
        scopes: scopes({
          options: {
            'read:page:confluence': 'Read pages',
            'write:page:confluence': 'Create and change pages',
            'delete:page:confluence': 'Delete pages',
            'read:space:confluence': 'See spaces',
            'write:space:confluence': 'Create and change spaces',
            'read:comment:confluence': 'Read comments',
            'write:comment:confluence': 'Write comments',
            'read:attachment:confluence': 'Read attachments',
            'write:attachment:confluence': 'Add attachments',
            'read:label:confluence': 'See labels',
            'write:label:confluence': 'Add and remove labels',
            'read:user:confluence': 'See people',
            'search:confluence': 'Search',
          },
        }).default(['read:page:confluence', 'read:space:confluence']),
      }),
      ...consent('Confluence'),
    },
  },
})
