import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: developers.deepl.com/docs/getting-started/auth and /api-reference/usage-and-quota. A wrong key and
 * a key of the other plan get a 403.
 */
export default defineComponent({
  id: 'deepl',
  title: 'DeepL',
  description: 'Machine translation of texts and documents',
  category: 'ai',
  aliases: ['translate', 'translation', 'language'],
  docsUrl: 'https://developers.deepl.com/docs/getting-started/auth',
  icon: 'deepl',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        plan: choice({
          label: 'Plan',
          help: 'Keys of the free plan end in :fx.',
          options: { 'api-free': 'Free', api: 'Pro' },
        }).default('api-free'),
        apiKey: secret({
          label: 'API key',
          help: 'Under your account, API keys.',
          helpUrl: 'https://www.deepl.com/your-account/keys',
        }),
      }),
      baseUrl: 'https://{{plan}}.deepl.com/v2',
      place: [{ in: 'header', name: 'authorization', value: 'DeepL-Auth-Key {{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/usage',
        ok: { status: 200, json: [{ at: '/character_limit', exists: true }] },
        rejected: [{ status: [401, 403], reason: 'key_or_region' }],
      },
    },
  },
})
