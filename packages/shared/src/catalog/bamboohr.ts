import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'
import { subdomain } from '../site-fields.ts'

/**
 * Source: documentation.bamboohr.com/docs/getting-started, “Technical Overview” (a 403 can mean a key of a
 * disabled user) and “Get employee”, where 0 is the owner of the key. Owners can read their own record, so a
 * 403 is no missing permission. A 404 has several causes.
 */
export default defineComponent({
  id: 'bamboohr',
  title: 'BambooHR',
  description: 'Employees, time off and applicants',
  category: 'hr',
  aliases: ['hris', 'employees', 'human resources', 'time off'],
  docsUrl: 'https://documentation.bamboohr.com/docs/getting-started',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        company: subdomain({
          label: 'Company domain',
          help: 'The first part of your BambooHR URL.',
          suffix: '.bamboohr.com',
        }),
        apiKey: secret({
          label: 'API key',
          help: 'Under your name at the bottom left, API Keys. It can read the employees and fields that you can see.',
          helpUrl: 'https://documentation.bamboohr.com/docs/getting-started',
        }),
      }),
      baseUrl: 'https://{{company}}.bamboohr.com/api/v1',
      place: [{ in: 'basic', user: '{{apiKey}}', password: 'x' }],
      verify: {
        method: 'GET',
        path: '/employees/0?fields=displayName,workEmail',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [{ status: [401, 403] }],
        identity: ['/workEmail', '/displayName'],
      },
    },
  },
})
