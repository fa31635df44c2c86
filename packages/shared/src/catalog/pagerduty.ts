import { z } from 'zod'
import { defineComponent, type Method } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: developer.pagerduty.com/docs/rest-api-v2/authentication, /api-reference “List abilities” and “Get the current
 * user”, which works with user tokens alone.
 */
const region = {
  region: choice({
    label: 'Service region',
    help: 'Where the account was made. The address at which you open PagerDuty shows it: acme.eu.pagerduty.com is in Europe.',
    options: { api: 'United States', 'api.eu': 'Europe' },
  }).default('api'),
}
const headers = { accept: 'application/vnd.pagerduty+json;version=2' }
const place: Method['place'] = [{ in: 'header', name: 'authorization', value: 'Token token={{apiKey}}' }]

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
          help: 'Made by an administrator under Integrations, API Access Keys. A read-only key is enough for flows that only read.',
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
        rejected: [{ status: 401, because: 'key_or_region' }],
      },
    },
    userToken: {
      title: 'User token',
      fields: z.object({
        ...region,
        apiKey: secret({
          label: 'User token',
          help: 'Under My Profile, User Settings, Create API User Token. It may do what you may.',
          helpUrl: 'https://support.pagerduty.com/main/docs/api-access-keys',
        }),
      }),
      baseUrl: 'https://{{region}}.pagerduty.com',
      place,
      verify: {
        method: 'GET',
        path: '/users/me',
        headers,
        ok: { status: 200, json: [{ at: '/user/id', exists: true }] },
        rejected: [{ status: 401, because: 'key_or_region' }],
        identity: ['/user/email', '/user/name'],
      },
    },
  },
})
