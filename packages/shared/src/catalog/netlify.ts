import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: docs.netlify.com/api/get-started and the operation getCurrentUser of open-api.netlify.com. */
export default defineComponent({
  id: 'netlify',
  title: 'Netlify',
  description: 'Sites, deploys and forms',
  category: 'development',
  aliases: ['hosting', 'deploys', 'jamstack', 'website'],
  docsUrl: 'https://docs.netlify.com/api/get-started/',
  icon: 'netlify',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        token: secret({
          label: 'Personal access token',
          help: 'In your user settings under Applications, Personal access tokens. It has all of your permissions.',
          helpUrl: 'https://app.netlify.com/user/applications',
          placeholder: 'nfp_…',
        }),
      }),
      baseUrl: 'https://api.netlify.com/api/v1',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/user',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: ['/email', '/full_name'],
      },
    },
  },
})
