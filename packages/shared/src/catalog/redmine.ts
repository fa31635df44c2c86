import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, url } from '../fields.ts'

/** Source: redmine.org/projects/redmine/wiki/Rest_api, “Authentication”, and Rest_Users there. */
export default defineComponent({
  id: 'redmine',
  title: 'Redmine',
  description: 'Projects and issues on a self-hosted server',
  category: 'productivity',
  aliases: ['issues', 'tickets', 'easy redmine', 'planio'],
  docsUrl: 'https://www.redmine.org/projects/redmine/wiki/Rest_api',
  icon: 'redmine',
  methods: {
    apiKey: {
      title: 'API access key',
      fields: z.object({
        url: url({
          label: 'Address',
          help: 'The URL of your Redmine server. The REST API must be enabled in the administration.',
          placeholder: 'https://redmine.example.com',
        }),
        apiKey: secret({
          label: 'API access key',
          help: 'On the right of the page My account.',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{url}}',
      tls: tlsOptions,
      place: [{ in: 'header', name: 'x-redmine-api-key', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/users/current.json',
        ok: { status: 200, json: [{ at: '/user/id', exists: true }] },
        identity: ['/user/mail', '/user/login'],
      },
    },
  },
})
