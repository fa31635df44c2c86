import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: developer.todoist.com/api/v1, “Authorization” and “User info”. An API token may do everything, so 403 is no limit. */
export default defineComponent({
  id: 'todoist',
  title: 'Todoist',
  description: 'Tasks, projects and labels',
  category: 'productivity',
  aliases: ['tasks', 'to do', 'lists'],
  docsUrl: 'https://developer.todoist.com/api/v1/',
  icon: 'todoist',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        token: secret({
          label: 'API token',
          help: 'In the settings under Integrations, Developer. It may do everything that you may.',
          helpUrl: 'https://app.todoist.com/app/settings/integrations/developer',
        }),
      }),
      baseUrl: 'https://api.todoist.com/api/v1',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/user',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [{ status: [401, 403] }],
        identity: ['/email', '/full_name'],
      },
    },
  },
})
