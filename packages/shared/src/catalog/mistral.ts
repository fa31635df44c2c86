import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: docs.mistral.ai/api, “List available models”. */
export default defineComponent({
  id: 'mistral',
  title: 'Mistral AI',
  description: 'Language, code and embedding models',
  category: 'ai',
  aliases: ['llm', 'le chat', 'codestral', 'embeddings'],
  docsUrl: 'https://docs.mistral.ai/api/',
  icon: 'mistral',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'In the console under API Keys. It belongs to a workspace and shares its limits.',
          helpUrl: 'https://console.mistral.ai/api-keys',
        }),
      }),
      baseUrl: 'https://api.mistral.ai/v1',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/models',
        ok: { status: 200, json: [{ at: '/data', exists: true }] },
      },
    },
  },
})
