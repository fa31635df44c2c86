import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, scopes } from '../fields.ts'

/**
 * Source: zoho.com/crm/developer/docs/api/v8, “OAuth authentication” and “Get users”. A rejected code or
 * refresh token gets a 200. The response to a valid one contains the data centre of the account.
 */
export default defineComponent({
  id: 'zoho-crm',
  title: 'Zoho CRM',
  description: 'Leads, contacts, accounts and deals',
  category: 'crm',
  aliases: ['zoho', 'crm', 'sales'],
  docsUrl: 'https://www.zoho.com/crm/developer/docs/api/v8/oauth-overview.html',
  icon: 'zoho',
  methods: {
    oauth: {
      title: 'Connect with Zoho CRM',
      fields: z.object({
        dataCentre: choice({
          label: 'Data centre',
          help: 'The data centre of the account. It is the end of your Zoho CRM URL.',
          options: {
            'zoho.com': 'United States (zoho.com)',
            'zoho.eu': 'Europe (zoho.eu)',
            'zoho.in': 'India (zoho.in)',
            'zoho.com.au': 'Australia (zoho.com.au)',
            'zoho.jp': 'Japan (zoho.jp)',
            'zohocloud.ca': 'Canada (zohocloud.ca)',
            'zoho.sa': 'Saudi Arabia (zoho.sa)',
            'zoho.com.cn': 'China (zoho.com.cn)',
          },
        }).default('zoho.com'),
        scopes: scopes({
          options: {
            'ZohoCRM.modules.READ': 'Read all records',
            'ZohoCRM.modules.ALL': 'Read, change and delete all records',
            'ZohoCRM.modules.leads.ALL': 'Read, change and delete leads',
            'ZohoCRM.modules.contacts.ALL': 'Read, change and delete contacts',
            'ZohoCRM.modules.accounts.ALL': 'Read, change and delete accounts',
            'ZohoCRM.modules.deals.ALL': 'Read, change and delete deals',
            'ZohoCRM.coql.READ': 'Search records by queries',
            'ZohoCRM.settings.READ': 'See modules, fields and layouts',
            'ZohoCRM.org.READ': 'See the organization',
            'ZohoCRM.bulk.ALL': 'Import and export many records at once',
            'ZohoCRM.notifications.ALL': 'Receive change notifications',
          },
        }).default(['ZohoCRM.modules.ALL', 'ZohoCRM.settings.READ']),
      }),
      baseUrl: '{{token.api_domain}}/crm/v8',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://accounts.{{dataCentre}}/oauth/v2/auth',
        authorizeParameters: { access_type: 'offline', prompt: 'consent' },
        url: 'https://accounts.{{dataCentre}}/oauth/v2/token',
        clientAuth: 'body',
        // Zoho documents PKCE only for clients without a secret.
        pkce: false,
        errors: { invalid_code: 'invalid_grant', invalid_client_secret: 'invalid_client' },
        scope: 'ZohoCRM.users.READ{{scopes|join:,|prefix:,}}',
        revoke: {
          baseUrl: 'https://accounts.{{dataCentre}}',
          method: 'POST',
          path: '/oauth/v2/token/revoke',
          place: [{ in: 'query', name: 'token', value: '{{token.refresh_token}}' }],
        },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Zoho-oauthtoken {{token.access_token}}' }],
      verify: {
        method: 'GET',
        path: '/users?type=CurrentUser',
        ok: { status: 200, json: [{ at: '/users/0/id', exists: true }] },
        forbidden: [{ status: 401, json: [{ at: '/code', equals: 'OAUTH_SCOPE_MISMATCH' }] }],
        identity: ['/users/0/email', '/users/0/full_name'],
      },
    },
  },
})
