import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, text } from '../fields.ts'
import { subdomain } from '../site-fields.ts'

/**
 * Source: servicenow.com/docs, “Table API”. Records that the user may not see are omitted, so an empty list
 * also proves the login. A hibernating developer instance answers 200 with a web page.
 */
export default defineComponent({
  id: 'servicenow',
  title: 'ServiceNow',
  description: 'Incidents, requests and other tables of an instance',
  category: 'support',
  aliases: ['itsm', 'snow', 'tickets', 'incidents', 'cmdb'],
  docsUrl:
    'https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/concept/c_TableAPI.html',
  methods: {
    basic: {
      title: 'User and password',
      fields: z.object({
        instance: subdomain({
          label: 'Instance',
          help: 'The first part of your ServiceNow URL.',
          placeholder: 'dev12345',
          suffix: '.service-now.com',
        }),
        user: text({
          label: 'User name',
          help: 'Prefer a dedicated user for your flows, with only the roles that they need.',
          placeholder: 'flows.integration',
        }),
        password: secret({
          label: 'Password',
          help: 'Sent with every request, together with the user name.',
        }),
      }),
      baseUrl: 'https://{{instance}}.service-now.com',
      place: [{ in: 'basic', user: '{{user}}', password: '{{password}}' }],
      verify: {
        method: 'GET',
        path: '/api/now/table/sys_user_role?sysparm_limit=1&sysparm_fields=sys_id',
        ok: { status: 200, json: [{ at: '/result', exists: true }] },
        rejected: [{ status: 401, reason: 'bad_login' }],
        wrongTarget: [{ status: 404, reason: 'wrong_account' }],
      },
    },
  },
})
