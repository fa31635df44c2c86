import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: postmarkapp.com/developer/api/overview, /api/server-api and /api/servers-api. A wrong token gets a
 * 401 with the code 10.
 */
export default defineComponent({
  id: 'postmark',
  title: 'Postmark',
  description: 'Transactional e-mail, templates and bounces',
  category: 'email',
  aliases: ['mail', 'transactional', 'postmarkapp'],
  docsUrl: 'https://postmarkapp.com/developer/api/overview',
  methods: {
    serverToken: {
      title: 'Server token',
      fields: z.object({
        serverToken: secret({
          label: 'Server API token',
          help: 'Open the server, then API Tokens. The token can send e-mail through this server and read its sent messages.',
          helpUrl: 'https://account.postmarkapp.com/servers',
        }),
      }),
      baseUrl: 'https://api.postmarkapp.com',
      place: [{ in: 'header', name: 'x-postmark-server-token', value: '{{serverToken}}' }],
      verify: {
        method: 'GET',
        path: '/server',
        ok: { status: 200, json: [{ at: '/ID', exists: true }] },
        identity: '/Name',
      },
    },
  },
})
