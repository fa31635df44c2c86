import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, scopes } from '../fields.ts'

/**
 * Source: developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0 and
 * /docs/api/accounting/all-entities/companyinfo. Only the redirect contains the chosen company.
 */
export default defineComponent({
  id: 'quickbooks',
  title: 'QuickBooks Online',
  description: 'Invoices, customers, bills and payments',
  category: 'commerce',
  aliases: ['intuit', 'qbo', 'accounting', 'bookkeeping', 'invoices', 'finance'],
  docsUrl:
    'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0',
  icon: 'quickbooks',
  methods: {
    oauth: {
      title: 'Connect with QuickBooks Online',
      fields: z.object({
        environment: choice({
          label: 'Environment',
          help: 'The development keys of an app work only for sandbox companies, its production keys only for all others.',
          options: { quickbooks: 'Production', 'sandbox-quickbooks': 'Sandbox' },
        }).default('quickbooks'),
        scopes: scopes({
          options: { 'com.intuit.quickbooks.payment': 'Take payments by card or bank transfer' },
          help: 'The accounting data of the company can always be read and changed. Choose what else your flows need.',
        }).default([]),
      }),
      baseUrl: 'https://{{environment}}.api.intuit.com/v3/company/{{token.realmId}}',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://appcenter.intuit.com/connect/oauth2',
        url: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
        clientAuth: 'basic',
        // Intuit documents no PKCE.
        pkce: false,
        scope: 'com.intuit.quickbooks.accounting {{scopes}}',
        redirectParameters: ['realmId'],
        revoke: { reach: 'account', url: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: {
        method: 'GET',
        path: '/companyinfo/{{token.realmId}}',
        ok: { status: 200, json: [{ at: '/CompanyInfo/CompanyName', exists: true }] },
        identity: '/CompanyInfo/CompanyName',
      },
    },
  },
})
