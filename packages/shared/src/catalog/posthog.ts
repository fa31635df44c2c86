import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, host, secret, variants } from '../fields.ts'

/**
 * Source: posthog.com/docs/api and /docs/api/user. What the key is refused for stands in `code`: authentication_failed
 * for a wrong one, permission_denied for one without the scope.
 */
export default defineComponent({
  id: 'posthog',
  title: 'PostHog',
  description: 'Events, insights and feature flags of products',
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
            label: 'Where',
            help: 'Many run PostHog themselves.',
            options: { cloud: 'PostHog Cloud', own: 'Your own server' },
          },
          [
            z.object({
              kind: z.literal('cloud'),
              region: choice({
                label: 'Region',
                help: 'The address at which you open PostHog shows it.',
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
                help: 'The name of the server at which you open PostHog.',
                placeholder: 'posthog.example.com',
                prefix: 'https://',
              }),
            }),
          ],
        ).default({ kind: 'cloud', region: 'us.posthog.com' }),
        apiKey: secret({
          label: 'Personal API key',
          help: 'In your account settings under Personal API keys. Give it the scope user:read for the verification, and those that your flows need.',
          helpUrl: 'https://posthog.com/docs/api#how-to-obtain-a-personal-api-key',
          placeholder: 'phx_…',
        }),
      }),
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
            because: 'key_or_region',
          },
        ],
        identity: '/email',
      },
    },
  },
})
