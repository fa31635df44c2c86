import { z } from 'zod'
import type { Method } from '../component.ts'
import { scopes, secret, text } from '../fields.ts'

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
}

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
  clientCredentials: {
    ...appAccess('https://graph.microsoft.com'),
    fields: z.object(appFields),
    baseUrl: graph,
    verify: { token: 'is the proof' },
  } satisfies Method,
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
})
