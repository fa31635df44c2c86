import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, url } from '../fields.ts'

/** The component of the tutorial. Its sandbox server is part of Stepkey: apps/server/src/sandbox. */
export default defineComponent({
  id: 'petstore',
  title: 'Petstore API',
  description: 'A small pet shop to try Stepkey with',
  category: 'tutorial',
  aliases: ['pets', 'sandbox', 'demo', 'example'],
  docsUrl: 'https://petstore.swagger.io/',
  icon: 'petstore',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        baseUrl: url({
          label: 'Address',
          help: 'Leave it empty to use the Petstore sandbox of this installation.',
        }).optional(),
        apiKey: secret({
          label: 'API key',
          help: 'The key of the sandbox is the word secret. If you try a wrong key first, Stepkey does not store it.',
        }),
      }),
      supplied: { baseUrl: 'petstoreSandbox' },
      baseUrl: '{{baseUrl}}',
      place: [{ in: 'header', name: 'api-key', value: '{{apiKey}}' }],
      verify: { method: 'GET', path: '/pets', ok: { status: 200, json: [] }, identity: '/shop' },
    },
  },
})
