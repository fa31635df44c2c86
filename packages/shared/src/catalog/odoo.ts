import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, text, url } from '../fields.ts'

/**
 * Source: odoo.com/documentation/19.0/developer/reference/external_api.html, the JSON-2 API. An older Odoo
 * version or an unknown database gets a 404.
 */
export default defineComponent({
  id: 'odoo',
  title: 'Odoo',
  description: 'Sales, inventory, accounting and other apps, from version 19',
  category: 'crm',
  aliases: ['erp', 'crm', 'accounting', 'inventory', 'openerp'],
  docsUrl: 'https://www.odoo.com/documentation/19.0/developer/reference/external_api.html',
  icon: 'odoo',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        address: url({
          label: 'Address',
          help: 'The URL of your Odoo without a path. Requires version 19 or newer.',
          placeholder: 'https://acme.odoo.com',
        }),
        database: text({
          label: 'Database',
          help: 'The name of the database. At odoo.com it is the first part of the URL.',
          placeholder: 'acme',
        }),
        apiKey: secret({
          label: 'API key',
          help: 'Under My Preferences, Security, Add API Key. It has the permissions of its user, so create it as a dedicated user for your flows.',
          helpUrl: 'https://www.odoo.com/documentation/19.0/developer/reference/external_api.html',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{address}}',
      tls: tlsOptions,
      place: [
        { in: 'header', name: 'authorization', value: 'bearer {{apiKey}}' },
        { in: 'header', name: 'x-odoo-database', value: '{{database}}' },
      ],
      verify: {
        method: 'POST',
        path: '/json/2/res.users/context_get',
        body: { json: {} },
        ok: { status: 200, json: [{ at: '/uid', exists: true }] },
        wrongTarget: [{ status: 404, reason: 'wrong_account' }],
      },
    },
  },
})
