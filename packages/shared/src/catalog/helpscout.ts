import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret, text } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/users/me',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  identity: '/email',
} satisfies HttpCheck

/** Source: developer.helpscout.com/mailbox-api/overview/authentication and /endpoints/users/me. */
export default defineComponent({
  id: 'helpscout',
  title: 'Help Scout',
  description: 'Conversations and customers of shared inboxes',
  category: 'support',
  aliases: ['helpdesk', 'inbox', 'mailbox', 'tickets', 'support'],
  docsUrl: 'https://developer.helpscout.com/mailbox-api/overview/authentication/',
  icon: 'helpscout',
  methods: {
    clientCredentials: {
      title: 'OAuth2 application',
      fields: z.object({
        appId: text({
          label: 'App ID',
          help: 'Under Your Profile, My Apps. The form there requires a redirect URL, which is not used.',
        }),
        appSecret: secret({
          label: 'App secret',
          help: 'Shown next to the App ID. The application has the permissions of its owner.',
        }),
      }),
      baseUrl: 'https://api.helpscout.net/v2',
      token: {
        grant: 'client_credentials',
        url: 'https://api.helpscout.net/v2/oauth2/token',
        clientId: '{{appId}}',
        clientSecret: '{{appSecret}}',
        clientAuth: 'body',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Help Scout',
      fields: z.object({}),
      baseUrl: 'https://api.helpscout.net/v2',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://secure.helpscout.net/authentication/authorizeClientApplication',
        url: 'https://api.helpscout.net/v2/oauth2/token',
        clientAuth: 'body',
        // Help Scout documents no PKCE.
        pkce: false,
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
