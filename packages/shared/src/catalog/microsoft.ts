import { z } from 'zod'
import type { AppGuide, Method } from '../component.ts'
import { scopes, secret, text } from '../fields.ts'
import type { ScopeIncludes } from '../scopes.ts'

/**
 * Source: learn.microsoft.com/graph/permissions-reference. Permissions for shared items include those for the user's own.
 */
export const microsoftScopeIncludes: ScopeIncludes = {
  '*.ReadWrite.All': ['*.ReadWrite', '*.Read.All'],
  '*.ReadWrite.Shared': ['*.ReadWrite', '*.Read.Shared'],
  '*.ReadWrite': ['*.Read'],
  '*.Read.All': ['*.Read'],
  '*.Read.Shared': ['*.Read'],
  '*.Read': ['*.ReadBasic'],
  '*.FullControl.All': ['*.Manage.All', '*.ReadWrite.All'],
  '*.Manage.All': ['*.ReadWrite.All'],
  'Chat.ReadWrite': ['ChatMessage.Send'],
}

const label = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/
const graph = 'https://graph.microsoft.com/v1.0'
const place: Method['place'] = [
  { in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' },
]
const authority = 'https://login.microsoftonline.com/{{tenant}}/oauth2/v2.0'

/** The field for the tenant of the users who can sign in. */
export const userTenant = text({
  label: 'Tenant',
  help: 'The accounts that can sign in: common for all accounts, organizations for work and school accounts, or the domain or ID of one organization.',
  advanced: true,
})
  .toLowerCase()
  .regex(label, 'Enter common, organizations, or only the domain or ID')
  .default('common')

/** The fields of an app that acts without a user. */
export const appFields = {
  tenant: text({
    label: 'Tenant',
    help: 'The Directory (tenant) ID, or a domain of your organization.',
    helpUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
    placeholder: 'contoso.onmicrosoft.com',
  })
    .toLowerCase()
    .regex(label, 'Enter only the ID or the domain')
    // An ID has digits and a domain has dots; common, organizations and consumers have neither.
    .regex(/[.\d-]/, 'Enter the tenant of one organization: without a user, a general tenant is ambiguous'),
  clientId: text({
    label: 'Client ID',
    help: 'The Application (client) ID, in the Entra admin center under App registrations.',
  }),
  clientSecret: secret({
    label: 'Client secret',
    help: 'The value of the secret, not its ID. An administrator must consent to the application permissions of the app.',
  }),
}

/**
 * How to register an app. Source: learn.microsoft.com/en-us/entra/identity-platform/quickstart-register-app,
 * /how-to-add-redirect-uri, /how-to-add-credentials and /reply-url, “Redirect URI (reply URL) restrictions”.
 * @param options the API and the permissions to choose, if they are not the requested ones of Microsoft Graph
 */
export const microsoftAppGuide = (options?: { api: string; permissions: string }): AppGuide => ({
  page: {
    title: 'App registrations in the Microsoft Entra admin center',
    url: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
  },
  steps: [
    {
      text: 'Choose New registration, and enter a name. As supported account types, choose who can connect: only your organization, any organization, or also personal accounts.',
    },
    { text: 'As redirect URI, choose the platform “Web”, and enter this URL.', copy: 'redirectUrl' },
    options
      ? {
          text: `Under API permissions, choose Add a permission, ${options.api}, Delegated permissions, and add ${options.permissions}.`,
        }
      : {
          text: 'Under API permissions, choose Add a permission, Microsoft Graph, Delegated permissions, and add these.',
          copy: 'scopes',
        },
    {
      text: 'Under Certificates & secrets, choose New client secret. Copy its value at once, and enter it below as client secret.',
    },
    { text: 'In the overview, copy the Application (client) ID, and enter it below as client ID.' },
  ],
  notes: [
    'The client secret is the content of the column “Value”, not that of “Secret ID”. Microsoft shows it only once.',
    'Client secrets expire after at most 24 months. Enter the new one here before that.',
    'If the app is only for your organization, enter the domain or the ID of its directory as tenant of each credential.',
    'Some permissions need the consent of an administrator of the organization.',
  ],
})

/**
 * The access of an app without a user to one API of Microsoft; not a component. Source:
 * learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow.
 */
export const appAccess = (resource: string) =>
  ({
    title: 'Application without a user',
    token: {
      grant: 'client_credentials',
      url: `${authority}/token`,
      clientId: '{{clientId}}',
      clientSecret: '{{clientSecret}}',
      clientAuth: 'body',
      parameters: { scope: `${resource}/.default` },
    },
    place,
  }) satisfies Partial<Method>

/**
 * The access of a user to one API of Microsoft; not a component. Source:
 * learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow, which recommends PKCE for all apps.
 */
export const userAccess = (scope: string) =>
  ({
    token: {
      grant: 'authorization_code',
      authorizeUrl: `${authority}/authorize`,
      authorizeParameters: { prompt: 'select_account' },
      url: `${authority}/token`,
      clientAuth: 'body',
      scope: `openid offline_access ${scope}`,
      // learn.microsoft.com/entra/identity-platform/reference-error-codes: unknown app, and wrong, missing or expired secret.
      wrongClient: {
        clientId: [{ at: '/error_codes/0', equals: 700016 }],
        clientSecret: [{ at: '/error_codes/0', oneOf: [7000215, 7000222] }],
      },
    },
    place,
  }) satisfies Partial<Method>

interface Product<Scope extends string> {
  title: string
  /** The permissions that can be requested, and the default selection. */
  options: Record<Scope, string>
  usual: NoInfer<Scope>[]
}

/**
 * The methods that the products in Microsoft Graph share. Source: learn.microsoft.com/en-us/graph/api/user-get and
 * /en-us/graph/permissions-reference. Without a user, no request is permitted for every application.
 */
export const graphMethods = <Scope extends string>({ title, options, usual }: Product<Scope>) => ({
  oauth: {
    ...userAccess('User.Read {{scopes}}'),
    title: `Connect with ${title}`,
    fields: z.object({ tenant: userTenant, scopes: scopes({ options }).default(usual) }),
    baseUrl: graph,
    verify: {
      method: 'GET',
      path: '/me',
      ok: { status: 200, json: [{ at: '/id', exists: true }] },
      identity: ['/mail', '/userPrincipalName', '/displayName'],
    },
  } satisfies Method,
  clientCredentials: {
    ...appAccess('https://graph.microsoft.com'),
    fields: z.object(appFields),
    baseUrl: graph,
    verify: { token: 'is the proof' },
  } satisfies Method,
})
