import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: platform.openai.com/docs/api-reference/authentication and /models/list, /docs/guides/error-codes. A restricted
 * key that may not list models is told so with 403, or with a 401 that names the missing permission.
 */
export default defineComponent({
  id: 'openai',
  title: 'OpenAI',
  description: 'Language, image and speech models',
  category: 'ai',
  aliases: ['gpt', 'chatgpt', 'llm', 'dall-e', 'whisper', 'embeddings'],
  docsUrl: 'https://platform.openai.com/docs/api-reference/authentication',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'In your project under API keys. Best is a service account’s key, restricted to what your flows need.',
          helpUrl: 'https://platform.openai.com/api-keys',
          placeholder: 'sk-proj-…',
        }),
      }),
      baseUrl: 'https://api.openai.com/v1',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/models',
        ok: { status: 200, json: [{ at: '/object', equals: 'list' }] },
        forbidden: [{ status: [401, 403], text: ['insufficient permissions', 'Missing scopes'] }],
      },
    },
  },
})
