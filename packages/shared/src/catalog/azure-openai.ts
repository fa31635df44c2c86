import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'
import { subdomain } from '../site-fields.ts'

/**
 * Source: learn.microsoft.com/en-us/azure/ai-foundry/openai/reference, “Authentication”, and
 * /en-us/rest/api/azureopenai/models/list.
 */
export default defineComponent({
  id: 'azure-openai',
  title: 'Azure OpenAI',
  description: 'OpenAI models in your Azure resource',
  category: 'ai',
  aliases: ['azure', 'openai', 'gpt', 'llm', 'foundry', 'microsoft'],
  docsUrl: 'https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference',
  icon: 'azure',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        resource: subdomain({
          label: 'Resource',
          help: 'The name of the resource, as in its endpoint.',
          suffix: '.openai.azure.com',
        }),
        apiKey: secret({
          label: 'API key',
          help: 'In the Azure portal, open the resource, then Keys and Endpoint.',
          helpUrl: 'https://portal.azure.com/',
        }),
      }),
      baseUrl: 'https://{{resource}}.openai.azure.com/openai',
      place: [{ in: 'header', name: 'api-key', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/models?api-version=2024-10-21',
        ok: { status: 200, json: [{ at: '/data', exists: true }] },
      },
    },
  },
})
