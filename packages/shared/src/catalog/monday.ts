import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developer.monday.com/api-reference, “Authentication”, “Me” and “Error handling”: errors come inside a 200. */
export default defineComponent({
  id: 'monday',
  title: 'monday.com',
  description: 'Boards, items and updates',
  category: 'productivity',
  aliases: ['monday', 'work management', 'boards', 'project management', 'dapulse'],
  docsUrl: 'https://developer.monday.com/api-reference/docs/authentication',
  methods: {
    token: {
      title: 'API token',
      fields: z.object({
        token: secret({
          label: 'API token',
          help: 'Your personal token: under your picture, Developers, API token. It may do all that you may.',
          helpUrl: 'https://developer.monday.com/api-reference/docs/authentication',
          placeholder: 'eyJ…',
        }),
      }),
      baseUrl: 'https://api.monday.com',
      place: [{ in: 'header', name: 'authorization', value: '{{token}}' }],
      verify: {
        method: 'POST',
        path: '/v2',
        body: { json: { query: '{ me { id name email } }' } },
        ok: { status: 200, json: [{ at: '/data/me/id', exists: true }] },
        forbidden: [
          {
            status: 200,
            json: [{ at: '/errors/0/extensions/code', equals: 'UserUnauthorizedException' }],
          },
        ],
        identity: ['/data/me/email', '/data/me/name'],
      },
    },
  },
})
