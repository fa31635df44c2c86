import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret, text } from '../fields.ts'

/**
 * Source: developer.box.com/guides/authentication/client-credentials and /reference/get-users-me. A wrong secret is
 * invalid_client, a subject that does not belong to the application invalid_grant or unauthorized_client.
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
          help: 'On the same tab. An administrator has to authorize the app before it works.',
        }),
        subject: choice({
          label: 'Act as',
          help: 'The service account sees only what is shared with it; a user sees their own files.',
          options: { enterprise: 'The app’s service account', user: 'A user' },
        }).default('enterprise'),
        subjectId: text({
          label: 'Enterprise or user ID',
          help: 'The Enterprise ID stands in the Admin Console under Account & Billing. For a user, enter the ID of that user.',
          placeholder: '123456789',
        }).regex(/^\d+$/, 'Enter the ID alone: digits only'),
      }),
      baseUrl: 'https://api.box.com/2.0',
      token: {
        grant: 'client_credentials',
        url: 'https://api.box.com/oauth2/token',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'body',
        parameters: { box_subject_type: '{{subject}}', box_subject_id: '{{subjectId}}' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: {
        method: 'GET',
        path: '/users/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: ['/login', '/name'],
      },
    },
  },
})
