import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: launchdarkly.com/docs/api, “Authentication” and “Identify the caller”. The header contains only the
 * token.
 */
export default defineComponent({
  id: 'launchdarkly',
  title: 'LaunchDarkly',
  description: 'Feature flags and segments',
  category: 'development',
  aliases: ['feature flags', 'toggles', 'experiments'],
  docsUrl: 'https://launchdarkly.com/docs/api',
  icon: 'launchdarkly',
  methods: {
    accessToken: {
      title: 'API access token',
      fields: z.object({
        instance: choice({
          label: 'Instance',
          help: 'Part of your LaunchDarkly URL. A token works only in its own instance.',
          options: {
            'app.launchdarkly.com': 'LaunchDarkly',
            'app.eu.launchdarkly.com': 'LaunchDarkly in the EU',
            'app.launchdarkly.us': 'LaunchDarkly federal',
          },
        }).default('app.launchdarkly.com'),
        accessToken: secret({
          label: 'Access token',
          help: 'In the organization settings under Authorization. Prefer a service token with a role that has only the permissions that your flows need. SDK keys do not work here.',
          helpUrl: 'https://app.launchdarkly.com/settings/authorization',
          placeholder: 'api-…',
        }),
      }),
      baseUrl: 'https://{{instance}}',
      place: [{ in: 'header', name: 'authorization', value: '{{accessToken}}' }],
      verify: {
        method: 'GET',
        path: '/api/v2/caller-identity',
        ok: { status: 200, json: [{ at: '/accountId', exists: true }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
        identity: ['/tokenName', '/accountId'],
      },
    },
  },
})
