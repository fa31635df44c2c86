import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developers.notion.com/reference, “Authentication”, “Retrieve your token’s bot user” and “Status codes”. */
export default defineComponent({
  id: 'notion',
  title: 'Notion',
  description: 'Pages, databases and comments',
  category: 'productivity',
  aliases: ['wiki', 'notes', 'docs', 'database', 'integration'],
  docsUrl: 'https://developers.notion.com/reference/authentication',
  icon: 'notion',
  methods: {
    token: {
      title: 'Internal integration',
      fields: z.object({
        token: secret({
          label: 'Integration secret',
          help: 'The secret of an internal integration (or connection). It sees only the pages that are shared with it.',
          helpUrl: 'https://www.notion.so/profile/integrations',
          placeholder: 'ntn_…',
        }),
      }),
      baseUrl: 'https://api.notion.com/v1',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/users/me',
        headers: { 'notion-version': '2025-09-03' },
        ok: {
          status: 200,
          json: [
            { at: '/object', equals: 'user' },
            { at: '/id', exists: true },
          ],
        },
        identity: ['/bot/workspace_name', '/name'],
      },
    },
  },
})
