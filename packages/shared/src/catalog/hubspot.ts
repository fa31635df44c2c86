import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/account-info/2026-03/details',
  ok: { status: 200, json: [{ at: '/portalId', exists: true }] },
  identity: '/portalId',
} satisfies HttpCheck

/**
 * Source: developers.hubspot.com, “Account information API” and “OAuth tokens”, both of 2026-03, and “Service
 * keys”, which replace private apps. The OAuth endpoints use the standard errors; /status contains error
 * names of HubSpot. “Working with OAuth” describes scopes and redirect URLs.
 */
export default defineComponent({
  id: 'hubspot',
  title: 'HubSpot',
  description: 'Contacts, companies, deals and marketing',
  category: 'crm',
  aliases: ['crm', 'marketing hub', 'sales hub', 'service hub', 'private app', 'service key'],
  docsUrl:
    'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/account-service-keys',
  icon: 'hubspot',
  appGuide: {
    page: {
      title: 'HubSpot, Create an app',
      url: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/create-an-app',
    },
    steps: [
      {
        text: 'Create an app with the authentication type OAuth, as the documentation of HubSpot describes.',
      },
      {
        text: 'Add this URL to the redirect URLs of the app (redirectUrls in its configuration file).',
        copy: 'redirectUrl',
      },
      { text: 'Add these to the required scopes of the app.', copy: 'scopes' },
      {
        text: 'On the Auth page of the app, copy the client ID and the client secret, and enter them below.',
      },
    ],
    notes: [
      'HubSpot refuses a connection unless it requests all required scopes of the app, and only those of the app.',
      'For scopes that only some credentials use, create another app.',
      'HubSpot redirects only to https URLs and to localhost.',
      'Only super admins and users with the permission App Marketplace Access can connect.',
    ],
  },
  methods: {
    accessToken: {
      title: 'Service key or private app',
      fields: z.object({
        token: secret({
          label: 'Access token',
          help: 'A service key from Development, Keys, Service keys, or the access token of a private app. Give it only the scopes that your flows need.',
          helpUrl:
            'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/account-service-keys',
          placeholder: 'pat-na1-…',
        }),
      }),
      baseUrl: 'https://api.hubapi.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with HubSpot',
      fields: z.object({
        scopes: scopes({
          options: {
            'crm.objects.contacts.read': 'Read contacts',
            'crm.objects.contacts.write': 'Create and change contacts',
            'crm.objects.companies.read': 'Read companies',
            'crm.objects.companies.write': 'Create and change companies',
            'crm.objects.deals.read': 'Read deals',
            'crm.objects.deals.write': 'Create and change deals',
            'crm.objects.owners.read': 'See the owners of records',
            'crm.lists.read': 'Read lists',
            'crm.lists.write': 'Create and change lists',
            tickets: 'Read and change tickets',
            forms: 'Read and change forms',
            files: 'Read and change files',
            content: 'Read and change web pages and posts',
            automation: 'Read and change workflows',
          },
        }).default(['crm.objects.contacts.read']),
      }),
      baseUrl: 'https://api.hubapi.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://app.hubspot.com/oauth/authorize',
        url: 'https://api.hubapi.com/oauth/2026-03/token',
        clientAuth: 'body',
        scope: 'oauth {{scopes}}',
        answer: { scope: '/scopes' },
        wrongClient: { clientId: [{ at: '/status', equals: 'BAD_CLIENT_ID' }] },
        revoke: { url: 'https://api.hubapi.com/oauth/2026-03/token/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
