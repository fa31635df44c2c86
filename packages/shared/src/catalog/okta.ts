import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { host, secret } from '../fields.ts'

/**
 * Source: developer.okta.com/docs/guides/create-an-api-token, /docs/api “Retrieve a user” (me), “Revoke the current API token” and
 * /docs/reference/error-codes.
 */
export default defineComponent({
  id: 'okta',
  title: 'Okta',
  description: 'Users, groups and applications of an organization',
  category: 'identity',
  aliases: ['sso', 'login', 'users', 'workforce identity'],
  docsUrl: 'https://developer.okta.com/docs/guides/create-an-api-token/main/',
  icon: 'okta',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        domain: host({
          label: 'Okta domain',
          help: 'The URL of your organization, without -admin. Shown below your name at the top right.',
          placeholder: 'acme.okta.com',
          prefix: 'https://',
        }),
        token: secret({
          label: 'API token',
          help: 'In the Admin Console under Security, API, Tokens. It has the permissions of its owner, so create it as an administrator with few permissions.',
          helpUrl: 'https://developer.okta.com/docs/guides/create-an-api-token/main/',
          placeholder: '00…',
        }),
      }),
      baseUrl: 'https://{{domain}}',
      place: [{ in: 'header', name: 'authorization', value: 'SSWS {{token}}' }],
      verify: {
        method: 'GET',
        path: '/api/v1/users/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: ['/profile/login', '/profile/email'],
      },
      revoke: { method: 'DELETE', path: '/api/v1/api-tokens/current', ok: { status: 204 } },
    },
  },
})
