import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, url } from '../fields.ts'
import { email } from '../site-fields.ts'

const at = {
  url: url({
    label: 'Address',
    help: 'The URL of your Metabase server.',
    placeholder: 'https://acme.metabaseapp.com',
  }),
}

/**
 * Source: metabase.com/docs/latest/api, “Session”, “User” and “API keys”, and the wiki page “Using the REST
 * API”.
 */
const verify: HttpCheck = {
  method: 'GET',
  path: '/api/user/current',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  identity: ['/email', '/common_name'],
}

export default defineComponent({
  id: 'metabase',
  title: 'Metabase',
  description: 'Questions and dashboards about your data',
  category: 'analytics',
  aliases: ['bi', 'dashboards', 'business intelligence', 'analytics'],
  docsUrl: 'https://www.metabase.com/docs/latest/people-and-groups/api-keys',
  icon: 'metabase',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        ...at,
        apiKey: secret({
          label: 'API key',
          help: 'An admin creates it under Admin settings, Authentication, API keys.',
          placeholder: 'mb_…',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{url}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'x-api-key', value: '{{apiKey}}' }],
      verify,
    },
    password: {
      title: 'E-mail and password',
      fields: z.object({
        ...at,
        email: email({ help: 'The e-mail address that a user signs in to Metabase with.' }),
        password: secret({ label: 'Password', help: 'The password of this user. An API key is safer.' }),
        ...tlsFields,
      }),
      baseUrl: '{{url}}',
      tls: tlsOptions,
      token: {
        grant: 'login',
        method: 'POST',
        path: '/api/session',
        body: { json: { username: '{{email}}', password: '{{password}}' } },
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [
          { status: 401, reason: 'bad_login' },
          { status: 400, reason: 'bad_login' },
        ],
      },
      place: [{ in: 'header', name: 'x-metabase-session', value: '{{token.id}}' }],
      verify,
    },
  },
})
