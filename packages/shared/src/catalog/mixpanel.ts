import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret, text } from '../fields.ts'

/**
 * Source: developer.mixpanel.com/reference/service-accounts and docs.mixpanel.com/docs/privacy/eu-residency.
 * Workspace users are left out, because an organization can have very many.
 */
export default defineComponent({
  id: 'mixpanel',
  title: 'Mixpanel',
  description: 'Product events, funnels and reports',
  category: 'analytics',
  aliases: ['product analytics', 'events', 'tracking'],
  docsUrl: 'https://developer.mixpanel.com/reference/service-accounts',
  icon: 'mixpanel',
  methods: {
    serviceAccount: {
      title: 'Service account',
      fields: z.object({
        region: choice({
          label: 'Data residency',
          help: 'The region in which the project stores its data. Shown in the project settings.',
          options: {
            'mixpanel.com': 'United States',
            'eu.mixpanel.com': 'European Union',
            'in.mixpanel.com': 'India',
          },
        }).default('mixpanel.com'),
        user: text({
          label: 'Username',
          help: 'Under Organization Settings, Service Accounts. Add the account to the projects that your flows use.',
          placeholder: 'flows.a1b2c3.mp-service-account',
        }),
        accountSecret: secret({
          label: 'Secret',
          help: 'Shown only once, when the service account is created.',
        }),
      }),
      baseUrl: 'https://{{region}}',
      place: [{ in: 'basic', user: '{{user}}', password: '{{accountSecret}}' }],
      verify: {
        method: 'GET',
        path: '/api/app/me?include_workspace_users=false',
        ok: { status: 200, json: [{ at: '/results', exists: true }] },
        rejected: [
          {
            json: [{ at: '/error', equals: 'Invalid service account credentials' }],
            reason: 'key_or_region',
          },
          { status: 401, reason: 'key_or_region' },
        ],
        identity: ['/results/user_email', '/results/user_name'],
      },
    },
  },
})
