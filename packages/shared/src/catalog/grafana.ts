import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, url } from '../fields.ts'

/**
 * Source: grafana.com/docs/grafana/latest/developers/http_api/authentication and /org, “Get current
 * organization”.
 */
export default defineComponent({
  id: 'grafana',
  title: 'Grafana',
  description: 'Dashboards, alerts and data sources',
  category: 'development',
  aliases: ['dashboards', 'monitoring', 'observability', 'alerts'],
  docsUrl: 'https://grafana.com/docs/grafana/latest/developers/http_api/authentication/',
  icon: 'grafana',
  methods: {
    serviceAccount: {
      title: 'Service account token',
      fields: z.object({
        address: url({
          label: 'Address',
          help: 'The URL of your Grafana server.',
          placeholder: 'https://acme.grafana.net',
        }),
        token: secret({
          label: 'Service account token',
          help: 'Under Administration, Users and access, Service accounts. The role of the service account determines its permissions.',
          helpUrl: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
          placeholder: 'glsa_…',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{address}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/api/org',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: '/name',
      },
    },
  },
})
