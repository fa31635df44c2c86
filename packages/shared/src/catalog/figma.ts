import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: developers.figma.com/docs/rest-api/personal-access-tokens and /users-endpoints. A wrong or expired token and
 * one without the scope all get 403; the text tells them apart.
 */
export default defineComponent({
  id: 'figma',
  title: 'Figma',
  description: 'Design files, comments and components',
  category: 'productivity',
  aliases: ['design', 'figjam', 'prototypes'],
  docsUrl: 'https://developers.figma.com/docs/rest-api/personal-access-tokens/',
  icon: 'figma',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        token: secret({
          label: 'Personal access token',
          help: 'In the settings under Security, Personal access tokens. Give it the scope Current user: read for the verification, and those that your flows need.',
          helpUrl: 'https://developers.figma.com/docs/rest-api/personal-access-tokens/',
          placeholder: 'figd_…',
        }),
      }),
      baseUrl: 'https://api.figma.com',
      place: [{ in: 'header', name: 'x-figma-token', value: '{{token}}' }],
      verify: {
        method: 'GET',
        path: '/v1/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [{ status: 403, json: [{ at: '/err', oneOf: ['Invalid token', 'Token expired'] }] }],
        identity: ['/email', '/handle'],
      },
    },
  },
})
