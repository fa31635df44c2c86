import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: huggingface.co/docs/hub/security-tokens and /docs/hub/api, “whoami-v2”. */
export default defineComponent({
  id: 'huggingface',
  title: 'Hugging Face',
  description: 'Models, datasets and inference',
  category: 'ai',
  aliases: ['models', 'datasets', 'inference', 'transformers'],
  docsUrl: 'https://huggingface.co/docs/hub/security-tokens',
  icon: 'huggingface',
  methods: {
    token: {
      title: 'User access token',
      fields: z.object({
        token: secret({
          label: 'Access token',
          help: 'In the settings under Access Tokens. A fine-grained token is limited to the repositories and permissions that you choose.',
          helpUrl: 'https://huggingface.co/settings/tokens',
          placeholder: 'hf_…',
        }),
      }),
      baseUrl: 'https://huggingface.co',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/api/whoami-v2',
        ok: { status: 200, json: [{ at: '/name', exists: true }] },
        identity: '/name',
      },
    },
  },
})
