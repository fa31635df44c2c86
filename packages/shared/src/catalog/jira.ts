import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes } from '../fields.ts'
import { chosenSite, consent, missingScope, noSuchSite, scopedToken, siteToken } from './atlassian.ts'

/** Source: developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-myself. */
const verify: HttpCheck = {
  method: 'GET',
  path: '/rest/api/3/myself',
  ok: { status: 200, json: [{ at: '/accountId', exists: true }] },
  wrongTarget: noSuchSite,
  identity: ['/emailAddress', '/displayName'],
}

export default defineComponent({
  id: 'jira',
  title: 'Jira',
  description: 'Issues and projects in Atlassian’s cloud',
  category: 'productivity',
  aliases: ['atlassian', 'jira cloud', 'jira software', 'jira service management', 'issues', 'tickets'],
  docsUrl: 'https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/',
  icon: 'jira',
  methods: {
    apiToken: { title: 'API token', ...siteToken('Jira'), verify },
    scopedToken: {
      title: 'API token with scopes',
      ...scopedToken('Jira', 'read:jira-user'),
      verify: { ...verify, forbidden: missingScope },
    },
    oauth: {
      title: 'Connect with Jira',
      fields: z.object({
        site: chosenSite,
        scopes: scopes({
          options: {
            'read:jira-work': 'Read projects and issues',
            'write:jira-work': 'Create and change issues',
            'read:jira-user': 'See people',
            'manage:jira-project': 'Change the settings of projects',
            'manage:jira-webhook': 'Set up webhooks',
            'manage:jira-configuration': 'Administer Jira',
            'read:servicedesk-request': 'Read requests of service projects',
            'write:servicedesk-request': 'Create and change requests of service projects',
            'manage:servicedesk-customer': 'Create and change customers of service projects',
          },
        }).default(['read:jira-work', 'read:jira-user']),
      }),
      ...consent('Jira'),
    },
  },
})
