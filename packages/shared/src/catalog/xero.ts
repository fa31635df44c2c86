import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { scopes, secret, text } from '../fields.ts'

const bearer = [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }] as const

/**
 * Source: developer.xero.com/documentation/guides/oauth2/auth-flow, /tenants and /scopes. A valid token can
 * have access to no organisation. Requests select one with the header xero-tenant-id. The connections endpoint
 * returns its ID.
 */
export default defineComponent({
  id: 'xero',
  title: 'Xero',
  description: 'Invoices, contacts, payments and reports',
  category: 'commerce',
  aliases: ['accounting', 'bookkeeping', 'invoices', 'finance'],
  docsUrl: 'https://developer.xero.com/documentation/guides/oauth2/auth-flow/',
  icon: 'xero',
  methods: {
    oauth: {
      title: 'Connect with Xero',
      fields: z.object({
        organisation: text({
          label: 'Organisation',
          help: 'The name of the organisation, if you connect several. Leave it empty for the first one.',
          advanced: true,
        }).optional(),
        scopes: scopes({
          options: {
            'accounting.contacts': 'Read and change contacts',
            'accounting.contacts.read': 'Read contacts',
            'accounting.invoices': 'Read and change invoices, quotes and purchase orders',
            'accounting.invoices.read': 'Read invoices, quotes and purchase orders',
            'accounting.payments': 'Read and change payments',
            'accounting.payments.read': 'Read payments',
            'accounting.banktransactions': 'Read and change bank transactions',
            'accounting.banktransactions.read': 'Read bank transactions',
            'accounting.manualjournals': 'Read and change manual journals',
            'accounting.settings': 'Read and change accounts, tax rates and items',
            'accounting.settings.read': 'Read accounts, tax rates and items',
            'accounting.attachments': 'Read and add attachments',
            files: 'Read and change files',
            projects: 'Read and change projects',
          },
        }).default(['accounting.contacts', 'accounting.invoices']),
      }),
      baseUrl: 'https://api.xero.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://login.xero.com/identity/connect/authorize',
        url: 'https://identity.xero.com/connect/token',
        clientAuth: 'basic',
        // PKCE is only for apps without a secret (developer.xero.com/documentation/guides/oauth2/pkce-flow).
        pkce: false,
        scope: 'offline_access {{scopes}}',
        lookup: {
          baseUrl: 'https://api.xero.com',
          method: 'GET',
          path: '/connections',
          place: bearer,
          members: { tenantId: '/tenantId', tenantName: '/tenantName' },
          entries: { at: '', chosen: '{{organisation}}', by: ['/tenantName', '/tenantId'] },
          identity: 'tenantName',
        },
        revoke: { reach: 'account', url: 'https://identity.xero.com/connect/revocation' },
      },
      place: [...bearer, { in: 'header', name: 'xero-tenant-id', value: '{{token.tenantId}}' }],
      verify: {
        method: 'GET',
        path: '/connections',
        ok: { status: 200, json: [{ at: '/0/tenantId', exists: true }] },
        identity: ['/0/tenantName', '/0/tenantId'],
      },
    },
    clientCredentials: {
      title: 'Custom connection',
      fields: z.object({
        clientId: text({
          label: 'Client ID',
          help: 'In the developer portal, open your custom connection, then Configuration. The user who it is for must have authorised it.',
          helpUrl: 'https://developer.xero.com/app/manage',
        }),
        clientSecret: secret({ label: 'Client secret', help: 'Generate it on the same page.' }),
      }),
      baseUrl: 'https://api.xero.com',
      token: {
        grant: 'client_credentials',
        url: 'https://identity.xero.com/connect/token',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'basic',
      },
      // A custom connection belongs to one organisation, so requests need no xero-tenant-id.
      place: bearer,
      verify: {
        method: 'GET',
        path: '/connections',
        ok: { status: 200, json: [{ at: '/0/tenantId', exists: true }] },
        identity: ['/0/tenantName', '/0/tenantId'],
      },
    },
  },
})
