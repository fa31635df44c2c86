import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/api/accounts',
  headers: { accept: 'application/vnd.api+json', revision: '2026-01-15' },
  ok: { status: 200, json: [{ at: '/data/0/id', exists: true }] },
  identity: ['/data/0/attributes/contact_information/organization_name', '/data/0/id'],
} satisfies HttpCheck

/**
 * Source: developers.klaviyo.com, “Authenticate API requests”, “Get accounts” and “Handle errors”. For OAuth:
 * developers.klaviyo.com/en/docs/set_up_oauth, which requires PKCE, also with a secret.
 */
export default defineComponent({
  id: 'klaviyo',
  title: 'Klaviyo',
  description: 'Profiles, lists and campaigns',
  category: 'marketing',
  aliases: ['newsletter', 'email marketing', 'sms marketing', 'campaigns'],
  docsUrl: 'https://developers.klaviyo.com/en/docs/authenticate_',
  methods: {
    apiKey: {
      title: 'Private API key',
      fields: z.object({
        apiKey: secret({
          label: 'Private API key',
          help: 'Under Settings, API keys. Give it the scopes that your flows need. With accounts:read, Stepkey can show its account.',
          helpUrl: 'https://www.klaviyo.com/settings/account/api-keys',
          placeholder: 'pk_…',
        }),
      }),
      baseUrl: 'https://a.klaviyo.com',
      place: [{ in: 'header', name: 'authorization', value: 'Klaviyo-API-Key {{apiKey}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Klaviyo',
      fields: z.object({
        scopes: scopes({
          options: {
            'campaigns:read': 'Read campaigns',
            'campaigns:write': 'Create and change campaigns',
            'events:read': 'Read events',
            'events:write': 'Send events',
            'flows:read': 'Read flows',
            'lists:read': 'Read lists',
            'lists:write': 'Create and change lists',
            'metrics:read': 'Read metrics',
            'profiles:read': 'Read profiles',
            'profiles:write': 'Create and change profiles',
            'segments:read': 'Read segments',
            'subscriptions:write': 'Subscribe and unsubscribe profiles',
            'templates:read': 'Read templates',
          },
        }).default(['lists:read', 'profiles:read']),
      }),
      baseUrl: 'https://a.klaviyo.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://www.klaviyo.com/oauth/authorize',
        url: 'https://a.klaviyo.com/oauth/token',
        clientAuth: 'basic',
        scope: 'accounts:read {{scopes}}',
        revoke: { url: 'https://a.klaviyo.com/oauth/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
