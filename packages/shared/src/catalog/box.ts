import { z } from 'zod'
import { defineComponent, type HttpCheck, type Method } from '../component.ts'
import { choice, scopes, secret, text } from '../fields.ts'

const baseUrl = 'https://api.box.com/2.0'
const place: Method['place'] = [
  { in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' },
]
const check = {
  method: 'GET',
  path: '/users/me',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  identity: ['/login', '/name'],
} satisfies HttpCheck

/**
 * Source: developer.box.com/guides/authentication/client-credentials,
 * /guides/authentication/oauth2/without-sdk and /reference/get-users-me. A wrong secret gets invalid_client.
 * A subject that does not belong to the application gets invalid_grant or unauthorized_client.
 */
export default defineComponent({
  id: 'box',
  title: 'Box',
  description: 'Files, folders and sharing',
  category: 'files',
  aliases: ['storage', 'documents', 'drive'],
  docsUrl: 'https://developer.box.com/guides/authentication/client-credentials/',
  icon: 'box',
  methods: {
    oauth: {
      title: 'Connect with Box',
      fields: z.object({
        scopes: scopes({
          options: {
            root_readonly: 'Read all files and folders',
            root_readwrite: 'Read, change and delete all files and folders',
            manage_webhook: 'Receive change notifications',
            manage_managed_users: 'Manage the users of the enterprise',
            manage_groups: 'Manage the groups of the enterprise',
            manage_enterprise_properties: 'Read events and settings of the enterprise',
          },
        }).default(['root_readwrite']),
      }),
      baseUrl,
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://account.box.com/api/oauth2/authorize',
        url: 'https://api.box.com/oauth2/token',
        clientAuth: 'body',
        // Box documents no PKCE.
        pkce: false,
        scope: '{{scopes}}',
        revoke: { url: 'https://api.box.com/oauth2/revoke' },
      },
      place,
      verify: check,
    },
    clientCredentials: {
      title: 'Client credentials',
      fields: z.object({
        clientId: text({
          label: 'Client ID',
          help: 'In the Developer Console, on the Configuration tab of a Platform App with Client Credentials Grant.',
          helpUrl: 'https://app.box.com/developers/console',
        }),
        clientSecret: secret({
          label: 'Client secret',
          help: 'On the same tab. An administrator must authorize the app first.',
        }),
        subject: choice({
          label: 'Act as',
          help: 'The service account can read only files that are shared with it. A user can read their own files.',
          options: { enterprise: 'The app’s service account', user: 'A user' },
        }).default('enterprise'),
        subjectId: text({
          label: 'Enterprise or user ID',
          help: 'The Enterprise ID is shown in the Admin Console under Account & Billing. For a user, enter the ID of that user.',
          placeholder: '123456789',
        }).regex(/^\d+$/, 'Enter only the ID, which consists of digits'),
      }),
      baseUrl,
      token: {
        grant: 'client_credentials',
        url: 'https://api.box.com/oauth2/token',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'body',
        parameters: { box_subject_type: '{{subject}}', box_subject_id: '{{subjectId}}' },
      },
      place,
      verify: check,
    },
  },
})
