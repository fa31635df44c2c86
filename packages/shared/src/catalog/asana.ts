import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/users/me',
  ok: { status: 200, json: [{ at: '/data/gid', exists: true }] },
  identity: ['/data/email', '/data/name'],
} satisfies HttpCheck

/**
 * Source: developers.asana.com, “Personal access token”, “Get a user”, “Errors”, “OAuth” and “OAuth scopes”.
 */
export default defineComponent({
  id: 'asana',
  title: 'Asana',
  description: 'Tasks, projects and portfolios',
  category: 'productivity',
  aliases: ['tasks', 'to-do', 'project management', 'pat'],
  docsUrl: 'https://developers.asana.com/docs/personal-access-token',
  icon: 'asana',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        token: secret({
          label: 'Personal access token',
          help: 'Create it in the developer console, under Settings, Apps. It has all permissions of its owner.',
          helpUrl: 'https://app.asana.com/0/my-apps',
          placeholder: '2/1234567890/1234567890:…',
        }),
      }),
      baseUrl: 'https://app.asana.com/api/1.0',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Asana',
      fields: z.object({
        scopes: scopes({
          options: {
            'tasks:read': 'Read tasks',
            'tasks:write': 'Create and change tasks',
            'tasks:delete': 'Delete tasks',
            'projects:read': 'Read projects',
            'projects:write': 'Create and change projects',
            'stories:read': 'Read comments and history',
            'stories:write': 'Write comments',
            'attachments:read': 'Read attachments',
            'attachments:write': 'Add attachments',
            'custom_fields:read': 'See custom fields',
            'tags:read': 'See tags',
            'teams:read': 'See teams',
            'workspaces:read': 'See workspaces',
            'webhooks:write': 'Set up webhooks',
          },
        }).default(['tasks:read', 'projects:read', 'workspaces:read']),
      }),
      baseUrl: 'https://app.asana.com/api/1.0',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://app.asana.com/-/oauth_authorize',
        url: 'https://app.asana.com/-/oauth_token',
        clientAuth: 'body',
        scope: 'users:read {{scopes}}',
        revoke: { url: 'https://app.asana.com/-/oauth_revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
