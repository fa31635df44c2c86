import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: resend.com/docs/api-reference/errors and /domains/list-domains. A key that can only send gets a 401
 * with the name restricted_api_key. A wrong key gets a 400 or a 401.
 */
export default defineComponent({
  id: 'resend',
  title: 'Resend',
  description: 'E-mail for developers',
  category: 'email',
  aliases: ['mail', 'transactional', 'newsletter'],
  docsUrl: 'https://resend.com/docs/api-reference/introduction',
  icon: 'resend',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'Under API Keys. A key with sending access is enough for flows that only send.',
          helpUrl: 'https://resend.com/api-keys',
          placeholder: 're_…',
        }),
      }),
      baseUrl: 'https://api.resend.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/domains',
        ok: { status: 200, json: [{ at: '/data', exists: true }] },
        rejected: [
          { json: [{ at: '/message', equals: 'API key is invalid' }] },
          { json: [{ at: '/name', oneOf: ['invalid_api_key', 'missing_api_key'] }] },
        ],
        forbidden: [{ json: [{ at: '/name', equals: 'restricted_api_key' }] }],
        identity: '/data/0/name',
      },
    },
  },
})
