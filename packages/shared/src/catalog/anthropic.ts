import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: docs.anthropic.com/en/api/overview, /en/api/models-list and /en/api/errors. */
export default defineComponent({
  id: 'anthropic',
  title: 'Anthropic',
  description: 'The Claude language models',
  category: 'ai',
  aliases: ['claude', 'llm'],
  docsUrl: 'https://docs.anthropic.com/en/api/overview',
  icon: 'anthropic',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'In the Console under Settings, API keys. It belongs to a workspace and shares its limits.',
          helpUrl: 'https://console.anthropic.com/settings/keys',
          placeholder: 'sk-ant-…',
        }),
      }),
      baseUrl: 'https://api.anthropic.com/v1',
      place: [{ in: 'header', name: 'x-api-key', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/models?limit=1',
        headers: { 'anthropic-version': '2023-06-01' },
        ok: { status: 200, json: [{ at: '/data', exists: true }] },
      },
    },
  },
})
