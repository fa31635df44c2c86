import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: engineering.toggl.com/docs/authentication and /docs/api/me. The token is the user name, and the
 * word api_token is the password. A wrong token gets a 403.
 */
export default defineComponent({
  id: 'toggl',
  title: 'Toggl Track',
  description: 'Time entries, projects and clients',
  category: 'productivity',
  aliases: ['time tracking', 'timesheets', 'timer'],
  docsUrl: 'https://engineering.toggl.com/docs/authentication/',
  icon: 'toggl',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        token: secret({
          label: 'API token',
          help: 'At the bottom of your profile. It has all of your permissions.',
          helpUrl: 'https://track.toggl.com/profile',
        }),
      }),
      baseUrl: 'https://api.track.toggl.com/api/v9',
      place: [{ in: 'basic', user: '{{token}}', password: 'api_token' }],
      verify: {
        method: 'GET',
        path: '/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [{ status: [401, 403] }],
        identity: ['/email', '/fullname'],
      },
    },
  },
})
