import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { choice, host, secret, text, variants } from '../fields.ts'

/** Source: docs.sentry.io/api/auth and /api/organizations/retrieve-an-organization. */
export default defineComponent({
  id: 'sentry',
  title: 'Sentry',
  description: 'Errors, issues and releases',
  category: 'development',
  aliases: ['errors', 'crashes', 'monitoring', 'observability'],
  docsUrl: 'https://docs.sentry.io/api/auth/',
  icon: 'sentry',
  methods: {
    authToken: {
      title: 'Auth token',
      fields: z.object({
        server: variants(
          {
            label: 'Hosting',
            help: 'Sentry can also be self-hosted.',
            options: { cloud: 'sentry.io', own: 'Your own server' },
          },
          [
            z.object({
              kind: z.literal('cloud'),
              region: choice({
                label: 'Data storage location',
                help: 'Shown in the general settings of the organization.',
                options: { 'us.sentry.io': 'United States', 'de.sentry.io': 'European Union' },
              }).default('us.sentry.io'),
            }),
            z.object({
              kind: z.literal('own'),
              host: host({
                label: 'Host',
                help: 'The host name of your Sentry server.',
                placeholder: 'sentry.example.com',
                prefix: 'https://',
              }),
            }),
          ],
        ).default({ kind: 'cloud', region: 'us.sentry.io' }),
        organization: text({
          label: 'Organization',
          help: 'The slug of the organization: the first part of its URL, or as shown in its general settings.',
          placeholder: 'acme',
        })
          .toLowerCase()
          .regex(/^[a-z0-9_-]+$/, 'Enter the slug only, for example acme'),
        token: secret({
          label: 'Auth token',
          help: 'A personal token or a token of an internal integration. Add org:read for the verification, and the permissions that your flows need.',
          helpUrl: 'https://docs.sentry.io/account/auth-tokens/',
          placeholder: 'sntryu_…',
        }),
        ...tlsFields,
      }),
      tls: tlsOptions,
      baseUrl: 'https://{{server.region}}{{server.host}}/api/0',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/organizations/{{organization}}/?detailed=0',
        ok: { status: 200, json: [{ at: '/slug', exists: true }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
        wrongTarget: [{ status: 404, reason: 'wrong_account' }],
        identity: ['/name', '/slug'],
      },
    },
  },
})
