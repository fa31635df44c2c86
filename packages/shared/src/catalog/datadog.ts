import { z } from 'zod'
import { defineComponent, type ResponseRules } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: docs.datadoghq.com/api/latest/authentication, “Validate API key” and “Validate API and application
 * keys”. A wrong key, a key of another site and a missing key all get the same 403.
 */
const site = {
  site: choice({
    label: 'Site',
    help: 'Part of your Datadog URL. A key works only at its own site.',
    options: {
      'datadoghq.com': 'US1: app.datadoghq.com',
      'us3.datadoghq.com': 'US3: us3.datadoghq.com',
      'us5.datadoghq.com': 'US5: us5.datadoghq.com',
      'datadoghq.eu': 'EU1: app.datadoghq.eu',
      'ap1.datadoghq.com': 'AP1: ap1.datadoghq.com',
      'ap2.datadoghq.com': 'AP2: ap2.datadoghq.com',
      'ddog-gov.com': 'US1-FED: app.ddog-gov.com',
    },
  }).default('datadoghq.com'),
}
const apiKey = {
  apiKey: secret({
    label: 'API key',
    help: 'Under Organization Settings, API Keys. Copy the key, not its ID.',
    helpUrl: 'https://docs.datadoghq.com/account_management/api-app-keys/',
  }),
}
const rejected: ResponseRules['rejected'] = [
  { status: [401, 403], json: [{ at: '/errors', exists: true }], reason: 'key_or_region' },
]

export default defineComponent({
  id: 'datadog',
  title: 'Datadog',
  description: 'Metrics, logs, monitors and dashboards',
  category: 'development',
  aliases: ['monitoring', 'observability', 'logs', 'metrics', 'apm'],
  docsUrl: 'https://docs.datadoghq.com/api/latest/authentication/',
  icon: 'datadog',
  methods: {
    keys: {
      title: 'API and application key',
      fields: z.object({
        ...site,
        ...apiKey,
        applicationKey: secret({
          label: 'Application key',
          help: 'Under Organization Settings, Application Keys. It has the permissions of its owner, unless scopes restrict it.',
          helpUrl: 'https://docs.datadoghq.com/account_management/api-app-keys/',
        }),
      }),
      baseUrl: 'https://api.{{site}}',
      place: [
        { in: 'header', name: 'dd-api-key', value: '{{apiKey}}' },
        { in: 'header', name: 'dd-application-key', value: '{{applicationKey}}' },
      ],
      verify: {
        method: 'GET',
        path: '/api/v2/validate_keys',
        ok: { status: 200, json: [{ at: '/status', equals: 'ok' }] },
        rejected,
      },
    },
    apiKey: {
      title: 'API key only',
      fields: z.object({ ...site, ...apiKey }),
      baseUrl: 'https://api.{{site}}',
      place: [{ in: 'header', name: 'dd-api-key', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/api/v1/validate',
        ok: { status: 200, json: [{ at: '/valid', equals: true }] },
        rejected,
      },
    },
  },
})
