import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/user',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  rejected: [{ status: [401, 403] }],
  identity: ['/email', '/full_name'],
} satisfies HttpCheck

/**
 * Source: developer.todoist.com/api/v1, “Authorization”, “User info” and “Revoke Token”. An API token has all
 * permissions, and OAuth always requests read access. A 403 therefore does not mean a missing permission.
 */
export default defineComponent({
  id: 'todoist',
  title: 'Todoist',
  description: 'Tasks, projects and labels',
  category: 'productivity',
  aliases: ['tasks', 'to do', 'lists'],
  docsUrl: 'https://developer.todoist.com/api/v1/',
  icon: 'todoist',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        token: secret({
          label: 'API token',
          help: 'In the settings under Integrations, Developer. It has all of your permissions.',
          helpUrl: 'https://app.todoist.com/app/settings/integrations/developer',
        }),
      }),
      baseUrl: 'https://api.todoist.com/api/v1',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Todoist',
      fields: z.object({
        scopes: scopes({
          options: {
            'task:add': 'Add tasks',
            'data:read_write': 'Change tasks, projects and labels',
            'data:delete': 'Delete tasks, labels and filters',
            'project:delete': 'Delete projects',
            'backups:read': 'See backups',
          },
        }).default([]),
      }),
      baseUrl: 'https://api.todoist.com/api/v1',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://app.todoist.com/oauth/authorize',
        url: 'https://api.todoist.com/oauth/access_token',
        clientAuth: 'body',
        // Todoist documents no PKCE.
        pkce: false,
        scope: 'data:read{{scopes|join:,|prefix:,}}',
        errors: {
          bad_authorization_code: 'invalid_grant',
          incorrect_application_credentials: 'invalid_client',
        },
        // RFC 7009, but with a JSON body.
        revoke: {
          baseUrl: 'https://api.todoist.com/api/v1',
          method: 'POST',
          path: '/revoke',
          body: { json: { token: '{{token.access_token}}', token_type_hint: 'access_token' } },
          place: [{ in: 'basic', user: '{{app.clientId}}', password: '{{app.clientSecret}}' }],
        },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
