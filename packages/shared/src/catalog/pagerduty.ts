import { z } from 'zod'
import { defineComponent, type HttpCheck, type Method } from '../component.ts'
import { choice, scopes, secret } from '../fields.ts'

/**
 * Source: developer.pagerduty.com/docs/rest-api-v2/authentication, /api-reference “List abilities” and “Get
 * the current user”, which works only with user tokens; “Obtaining a User OAuth Token via Code Grant”, for an
 * app with Scoped OAuth. PagerDuty silently omits a scope that the app does not have.
 */
const region = {
  region: choice({
    label: 'Service region',
    help: 'The region of the account, shown in your PagerDuty URL: acme.eu.pagerduty.com is in Europe.',
    options: { api: 'United States', 'api.eu': 'Europe' },
  }).default('api'),
}
const headers = { accept: 'application/vnd.pagerduty+json;version=2' }
const place: Method['place'] = [{ in: 'header', name: 'authorization', value: 'Token token={{apiKey}}' }]
const whoami = {
  method: 'GET',
  path: '/users/me',
  headers,
  ok: { status: 200, json: [{ at: '/user/id', exists: true }] },
  rejected: [{ status: 401, reason: 'key_or_region' }],
  identity: ['/user/email', '/user/name'],
} satisfies HttpCheck

export default defineComponent({
  id: 'pagerduty',
  title: 'PagerDuty',
  description: 'Incidents, services and on-call schedules',
  category: 'development',
  aliases: ['on-call', 'incidents', 'alerts', 'operations'],
  docsUrl: 'https://developer.pagerduty.com/docs/rest-api-v2/authentication',
  icon: 'pagerduty',
  methods: {
    generalKey: {
      title: 'General access key',
      fields: z.object({
        ...region,
        apiKey: secret({
          label: 'API key',
          help: 'An administrator creates it under Integrations, API Access Keys. A read-only key is enough for flows that only read.',
          helpUrl: 'https://support.pagerduty.com/main/docs/api-access-keys',
        }),
      }),
      baseUrl: 'https://{{region}}.pagerduty.com',
      place,
      verify: {
        method: 'GET',
        path: '/abilities',
        headers,
        ok: { status: 200, json: [{ at: '/abilities', exists: true }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
      },
    },
    userToken: {
      title: 'User token',
      fields: z.object({
        ...region,
        apiKey: secret({
          label: 'User token',
          help: 'Under My Profile, User Settings, Create API User Token. It has your permissions.',
          helpUrl: 'https://support.pagerduty.com/main/docs/api-access-keys',
        }),
      }),
      baseUrl: 'https://{{region}}.pagerduty.com',
      place,
      verify: whoami,
    },
    oauth: {
      title: 'Connect with PagerDuty',
      fields: z.object({
        ...region,
        scopes: scopes({
          options: {
            'incidents.read': 'Read incidents',
            'incidents.write': 'Create and change incidents',
            'services.read': 'Read services',
            'services.write': 'Create and change services',
            'oncalls.read': 'See who is on call',
            'schedules.read': 'Read schedules',
            'schedules.write': 'Create and change schedules',
            'escalation_policies.read': 'Read escalation policies',
            'teams.read': 'See teams',
            'priorities.read': 'See priorities',
            'analytics.read': 'Read figures',
          },
        }).default(['incidents.read', 'incidents.write']),
      }),
      baseUrl: 'https://{{region}}.pagerduty.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://identity.pagerduty.com/oauth/authorize',
        url: 'https://identity.pagerduty.com/oauth/token',
        clientAuth: 'body',
        // PagerDuty documents PKCE only for clients without a secret.
        pkce: false,
        scope: 'users.read {{scopes}}',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: whoami,
    },
  },
})
