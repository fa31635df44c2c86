import { z } from 'zod'
import { defineComponent, type Method } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, url } from '../fields.ts'

/**
 * Source: supabase.com/docs/guides/api/api-keys and the Auth server’s OpenAPI file
 * (github.com/supabase/auth). The root of the REST API also verifies a secret key, but it describes the whole
 * database and rejects publishable keys.
 */
const project = {
  projectUrl: url({
    label: 'Project URL',
    help: 'In the project under Connect, or in the project settings under Data API.',
    placeholder: 'https://abcdefghijklmnopqrst.supabase.co',
  }),
}
const place: Method['place'] = [
  { in: 'header', name: 'apikey', value: '{{apiKey}}' },
  { in: 'header', name: 'authorization', value: 'Bearer {{apiKey}}' },
]

export default defineComponent({
  id: 'supabase',
  title: 'Supabase',
  description: 'Tables, users and files of a project',
  category: 'development',
  aliases: ['postgres', 'backend', 'postgrest', 'baas'],
  docsUrl: 'https://supabase.com/docs/guides/api/api-keys',
  icon: 'supabase',
  methods: {
    secretKey: {
      title: 'Secret key',
      fields: z.object({
        ...project,
        apiKey: secret({
          label: 'Secret key',
          help: 'A secret key, or the older service_role key. In the project settings under API Keys. It bypasses row level security, so keep it confidential.',
          helpUrl: 'https://supabase.com/dashboard/project/_/settings/api-keys',
          placeholder: 'sb_secret_…',
        }),
        ...tlsFields,
      }),
      tls: tlsOptions,
      baseUrl: '{{projectUrl}}',
      place,
      verify: {
        method: 'GET',
        path: '/auth/v1/admin/users?page=1&per_page=1',
        ok: { status: 200, json: [{ at: '/users', exists: true }] },
      },
    },
    publishableKey: {
      title: 'Publishable key',
      fields: z.object({
        ...project,
        apiKey: secret({
          label: 'Publishable key',
          help: 'A publishable key, or the older anon key. In the project settings under API Keys. Row level security determines its access.',
          helpUrl: 'https://supabase.com/dashboard/project/_/settings/api-keys',
          placeholder: 'sb_publishable_…',
        }),
        ...tlsFields,
      }),
      tls: tlsOptions,
      baseUrl: '{{projectUrl}}',
      place,
      verify: {
        method: 'GET',
        path: '/auth/v1/settings',
        ok: { status: 200, json: [{ at: '/external', exists: true }] },
      },
    },
  },
})
