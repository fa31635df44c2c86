import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { choice, host, secret, variants } from '../fields.ts'

/**
 * Source: posthog.com/docs/api and /docs/api/user. The response has the reason in `code`:
 * authentication_failed for a wrong key, permission_denied for a key without the scope.
 */
export default defineComponent({
  id: 'posthog',
  title: 'PostHog',
  description: 'Product events, insights and feature flags',
  category: 'analytics',
  aliases: ['product analytics', 'events', 'feature flags', 'session replay'],
  docsUrl: 'https://posthog.com/docs/api',
  icon: 'posthog',
  methods: {
    personalApiKey: {
      title: 'Personal API key',
      fields: z.object({
        server: variants(
          {
            label: 'Hosting',
            help: 'PostHog can also be self-hosted.',
            options: { cloud: 'PostHog Cloud', own: 'Your own server' },
          },
          [
            z.object({
              kind: z.literal('cloud'),
              region: choice({
                label: 'Region',
                help: 'Part of your PostHog URL.',
                options: {
                  'us.posthog.com': 'United States: us.posthog.com',
                  'eu.posthog.com': 'European Union: eu.posthog.com',
                },
              }).default('us.posthog.com'),
            }),
            z.object({
              kind: z.literal('own'),
              host: host({
                label: 'Host',
                help: 'The host name of your PostHog server.',
                placeholder: 'posthog.example.com',
                prefix: 'https://',
              }),
            }),
          ],
        ).default({ kind: 'cloud', region: 'us.posthog.com' }),
        apiKey: secret({
          label: 'Personal API key',
          help: 'In your account settings under Personal API keys. Add the scope user:read for the verification, and the scopes that your flows need.',
          helpUrl: 'https://posthog.com/docs/api#how-to-obtain-a-personal-api-key',
          placeholder: 'phx_…',
        }),
        ...tlsFields,
      }),
      tls: tlsOptions,
      baseUrl: 'https://{{server.region}}{{server.host}}',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/api/users/@me/',
        ok: { status: 200, json: [{ at: '/uuid', exists: true }] },
        rejected: [
          {
            status: [401, 403],
            json: [{ at: '/code', oneOf: ['authentication_failed', 'not_authenticated'] }],
            reason: 'key_or_region',
          },
        ],
        identity: '/email',
      },
    },
  },
})
