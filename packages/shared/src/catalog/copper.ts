import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'
import { email } from '../site-fields.ts'

/** Source: developer.copper.com/introduction/requests.html and /account-and-users/fetch-user-api.html. */
export default defineComponent({
  id: 'copper',
  title: 'Copper',
  description: 'People, companies and opportunities',
  category: 'crm',
  aliases: ['crm', 'prosperworks', 'sales', 'leads'],
  docsUrl: 'https://developer.copper.com/introduction/authentication.html',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        email: email({ help: 'The e-mail address that the owner of the key signs in to Copper with.' }),
        apiKey: secret({
          label: 'API key',
          help: 'Under System settings, API Keys. It has the permissions of its owner.',
          helpUrl: 'https://developer.copper.com/introduction/authentication.html',
        }),
      }),
      baseUrl: 'https://api.copper.com/developer_api/v1',
      place: [
        { in: 'header', name: 'x-pw-accesstoken', value: '{{apiKey}}' },
        { in: 'header', name: 'x-pw-application', value: 'developer_api' },
        { in: 'header', name: 'x-pw-useremail', value: '{{email}}' },
      ],
      verify: {
        method: 'GET',
        path: '/users/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: ['/email', '/name'],
      },
    },
  },
})
