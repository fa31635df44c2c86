import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { host, secret, text } from '../fields.ts'

/**
 * Source: auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens. The audience is the
 * Management API. The token has every scope that the application was granted for it.
 */
export default defineComponent({
  id: 'auth0',
  title: 'Auth0',
  description: 'Users, roles and applications, through the Management API',
  category: 'identity',
  aliases: ['sso', 'login', 'users', 'customer identity', 'okta'],
  docsUrl:
    'https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens/get-management-api-access-tokens-for-production',
  icon: 'auth0',
  methods: {
    clientCredentials: {
      title: 'Machine-to-machine application',
      fields: z.object({
        domain: host({
          label: 'Domain',
          help: 'The domain of the tenant, shown in the settings of the application. A custom domain does not work here.',
          placeholder: 'acme.eu.auth0.com',
          prefix: 'https://',
        }),
        clientId: text({
          label: 'Client ID',
          help: 'In the Dashboard under Applications, in the settings of a machine-to-machine application.',
        }),
        clientSecret: secret({
          label: 'Client secret',
          help: 'Shown next to the client ID. On the tab APIs, authorize the application for the Auth0 Management API with the permissions that your flows need.',
        }),
      }),
      baseUrl: 'https://{{domain}}/api/v2',
      token: {
        grant: 'client_credentials',
        url: 'https://{{domain}}/oauth/token',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'body',
        parameters: { audience: 'https://{{domain}}/api/v2/' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: { token: 'is the proof', scopes: { at: '/scope' } },
    },
  },
})
