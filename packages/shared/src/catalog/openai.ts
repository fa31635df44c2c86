import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: platform.openai.com/docs/api-reference/authentication and /models/list, /docs/guides/error-codes. A
 * restricted key without the permission to list models gets a 403, or a 401 that names the missing
 * permission.
 */
export default defineComponent({
  id: 'openai',
  title: 'OpenAI',
  description: 'Language, image and speech models',
  category: 'ai',
  aliases: ['gpt', 'chatgpt', 'llm', 'dall-e', 'whisper', 'embeddings'],
  docsUrl: 'https://platform.openai.com/docs/api-reference/authentication',
  icon: 'openai',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'In your project under API keys. Prefer a key of a service account, restricted to the permissions that your flows need.',
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
