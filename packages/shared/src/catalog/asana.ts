import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developers.asana.com, “Personal access token”, “Get a user” and “Errors”. */
export default defineComponent({
  id: 'asana',
  title: 'Asana',
  description: 'Tasks, projects and portfolios',
  category: 'productivity',
  aliases: ['tasks', 'to-do', 'project management', 'pat'],
  docsUrl: 'https://developers.asana.com/docs/personal-access-token',
  icon: 'asana',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        token: secret({
          label: 'Personal access token',
          help: 'Made in the developer console: under Settings, Apps. It may do all that its owner may.',
          helpUrl: 'https://app.asana.com/0/my-apps',
          placeholder: '2/1234567890/1234567890:…',
        }),
      }),
      baseUrl: 'https://app.asana.com/api/1.0',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/users/me',
        ok: { status: 200, json: [{ at: '/data/gid', exists: true }] },
        identity: ['/data/email', '/data/name'],
      },
    },
  },
})
