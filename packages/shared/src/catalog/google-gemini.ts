import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: ai.google.dev/api/models and /gemini-api/docs/api-key. An invalid key gets a 400 with the reason
 * API_KEY_INVALID of google.rpc.ErrorInfo, and a restricted one a 403.
 */
export default defineComponent({
  id: 'google-gemini',
  title: 'Google Gemini',
  description: 'Text, images and embeddings of Gemini models',
  category: 'ai',
  aliases: ['google', 'gemini', 'ai studio', 'llm', 'generative'],
  docsUrl: 'https://ai.google.dev/gemini-api/docs/api-key',
  icon: 'googlegemini',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'Create it in Google AI Studio, under Get API key.',
          helpUrl: 'https://aistudio.google.com/apikey',
          placeholder: 'AIza…',
        }),
      }),
      baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
      place: [{ in: 'header', name: 'x-goog-api-key', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/models?pageSize=1',
        ok: { status: 200, json: [{ at: '/models/0/name', exists: true }] },
        rejected: [{ status: 400, json: [{ at: '/error/details/0/reason', equals: 'API_KEY_INVALID' }] }],
      },
    },
  },
})
