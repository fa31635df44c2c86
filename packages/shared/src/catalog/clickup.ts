import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developer.clickup.com, “Authentication”, “Get Authorized User” and “Common errors”. */
export default defineComponent({
  id: 'clickup',
  title: 'ClickUp',
  description: 'Tasks, lists and documents',
  category: 'productivity',
  aliases: ['tasks', 'to-do', 'project management', 'docs'],
  docsUrl: 'https://developer.clickup.com/docs/authentication',
  icon: 'clickup',
  methods: {
    token: {
      title: 'Personal API token',
      fields: z.object({
        token: secret({
          label: 'Personal API token',
          help: 'Under your picture, Settings, Apps. It may do all that you may.',
          helpUrl: 'https://app.clickup.com/settings/apps',
          placeholder: 'pk_…',
        }),
      }),
      baseUrl: 'https://api.clickup.com/api/v2',
      place: [{ in: 'header', name: 'authorization', value: '{{token}}' }],
      verify: {
        method: 'GET',
        path: '/user',
        ok: { status: 200, json: [{ at: '/user/id', exists: true }] },
        identity: ['/user/email', '/user/username'],
      },
    },
  },
})
