import { z } from 'zod'
import { defineComponent, type Method } from '../component.ts'
import { scopes, secret, text } from '../fields.ts'

const label = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/
const place: Method['place'] = [
  { in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' },
]
const authority = 'https://login.microsoftonline.com/{{tenant}}/oauth2/v2.0'

/**
 * Source: learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow and
 * /v2-oauth2-client-creds-grant-flow, /en-us/graph/api/user-get and /en-us/graph/permissions-reference.
 * Without a user, no request is permitted for every application.
 */
export default defineComponent({
  id: 'microsoft-365',
  title: 'Microsoft 365',
  description: 'Outlook, OneDrive, SharePoint, Teams and Excel',
  category: 'productivity',
  aliases: ['office 365', 'graph', 'azure', 'entra', 'mail', 'calendar', 'onedrive', 'sharepoint', 'teams'],
  docsUrl: 'https://learn.microsoft.com/en-us/graph/auth/auth-concepts',
  icon: 'microsoft365',
  methods: {
    clientCredentials: {
      title: 'Application without a user',
      fields: z.object({
        tenant: text({
          label: 'Tenant',
          help: 'The Directory (tenant) ID, or a domain of your organization.',
          helpUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
          placeholder: 'contoso.onmicrosoft.com',
        })
          .toLowerCase()
          .regex(label, 'Enter only the ID or the domain')
          .regex(
            /^(?!(?:common|organizations|consumers)$)/,
            'Enter the tenant of one organization: without a user, a general tenant is ambiguous',
          ),
        clientId: text({
          label: 'Client ID',
          help: 'The Application (client) ID, in the Entra admin center under App registrations.',
        }),
        clientSecret: secret({
          label: 'Client secret',
          help: 'The value of the secret, not its ID. An administrator must consent to the application permissions of the app.',
        }),
      }),
      baseUrl: 'https://graph.microsoft.com/v1.0',
      token: {
        grant: 'client_credentials',
        url: `${authority}/token`,
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'body',
        parameters: { scope: 'https://graph.microsoft.com/.default' },
      },
      place,
      verify: { token: 'is the proof' },
    },
    oauth: {
      title: 'Connect with Microsoft 365',
      fields: z.object({
        tenant: text({
          label: 'Tenant',
          help: 'The accounts that can sign in: common for all accounts, organizations for work and school accounts, or the domain or ID of one organization.',
          advanced: true,
        })
          .toLowerCase()
          .regex(label, 'Enter common, organizations, or only the domain or ID')
          .default('common'),
        scopes: scopes({
          options: {
            'Mail.Read': 'Read mail',
            'Mail.ReadWrite': 'Read, change and delete mail',
            'Mail.Send': 'Send mail',
            'Calendars.Read': 'Read calendars',
            'Calendars.ReadWrite': 'Read and change calendars',
            'Contacts.ReadWrite': 'Read and change contacts',
            'Tasks.ReadWrite': 'Read and change tasks',
            'Files.Read.All': 'Read all files that the user can open',
            'Files.ReadWrite.All': 'Read and change all files that the user can open',
            'Sites.Read.All': 'Read SharePoint sites',
            'Sites.ReadWrite.All': 'Read and change SharePoint sites',
            'Chat.ReadWrite': 'Read and write chats in Teams',
            'ChannelMessage.Send': 'Send messages to channels in Teams',
            'Team.ReadBasic.All': 'See the teams of the user',
            'User.ReadBasic.All': 'See the people of the organization',
          },
        }).default(['Mail.Read', 'Calendars.Read']),
      }),
      baseUrl: 'https://graph.microsoft.com/v1.0',
      token: {
        grant: 'authorization_code',
        authorizeUrl: `${authority}/authorize`,
        authorizeParameters: { prompt: 'select_account' },
        url: `${authority}/token`,
        clientAuth: 'body',
        scope: 'openid offline_access User.Read {{scopes}}',
      },
      place,
      verify: {
        method: 'GET',
        path: '/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        identity: ['/mail', '/userPrincipalName', '/displayName'],
      },
    },
  },
})
