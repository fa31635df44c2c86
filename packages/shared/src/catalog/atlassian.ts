import { z } from 'zod'
import type { AuthorizationCode, HttpCheck, Method, ResponseRules } from '../component.ts'
import { secret, text } from '../fields.ts'
import { email, subdomain } from '../site-fields.ts'

/**
 * The shared parts of Jira and Confluence in Atlassian's cloud; not a component. Source: “Manage API tokens
 * for your Atlassian account” at support.atlassian.com. Tokens without scopes work at the address of the
 * site. Tokens with scopes work only at api.atlassian.com, below the cloud ID of the site. The wrong address
 * rejects a valid token.
 */
const owner = {
  email: email({ help: 'The e-mail address that the owner of the token signs in to Atlassian with.' }),
}
const basic: Method['place'] = [{ in: 'basic', user: '{{email}}', password: '{{token}}' }]
const helpUrl = 'https://id.atlassian.com/manage-profile/security/api-tokens'

/** Fields and placement of a token without scopes, which has all permissions of its owner. */
export const siteToken = (product: string) => ({
  fields: z.object({
    site: subdomain({
      label: 'Site',
      help: `The first part of the URL of your ${product} site.`,
      suffix: '.atlassian.net',
    }),
    ...owner,
    token: secret({
      label: 'API token',
      help: 'Create it in your Atlassian account under Security, API tokens, without scopes.',
      helpUrl,
      placeholder: 'ATATT…',
    }),
  }),
  baseUrl: 'https://{{site}}.atlassian.net',
  place: basic,
})

/** Fields and placement of a token with scopes. The verification request needs `scope`. */
export const scopedToken = (product: string, scope: string) => ({
  fields: z.object({
    cloudId: text({
      label: 'Cloud ID',
      help: 'The cloudId at your-site.atlassian.net/_edge/tenant_info.',
      placeholder: '1324a887-45db-1bf4-1e99-ef0ff456d421',
    })
      .toLowerCase()
      .regex(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        'Enter the ID alone, such as 1324a887-45db-1bf4-1e99-ef0ff456d421',
      ),
    ...owner,
    token: secret({
      label: 'API token',
      help: `Create it in your Atlassian account under Security, API tokens, with scopes for ${product}. Add the scopes that your flows need, and ${scope} for the verification.`,
      helpUrl,
      placeholder: 'ATATT…',
    }),
  }),
  baseUrl: `https://api.atlassian.com/ex/${product.toLowerCase()}/{{cloudId}}`,
  place: basic,
})

/** A site that does not exist gets a special web page. */
export const noSuchSite: ResponseRules['wrongTarget'] = [{ status: 404, reason: 'wrong_account' }]

/** A valid token without the scope for a request also gets a 401. */
export const missingScope: ResponseRules['forbidden'] = [
  { status: 401, json: [{ at: '/message', equals: 'Unauthorized; scope does not match' }] },
]

const bearer = [
  { in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' },
] satisfies Method['place']

/** The field for the site that a grant is used for. */
export const chosenSite = text({
  label: 'Site',
  help: 'The name or URL of the site, if the grant covers several. Leave it empty for the first one.',
  placeholder: 'acme.atlassian.net',
  advanced: true,
}).optional()

/**
 * Access by OAuth 2.0. Source: developer.atlassian.com/cloud/oauth, “OAuth 2.0 (3LO) apps”. A grant covers
 * the sites that the user chose. Requests go to api.atlassian.com, below /ex/ and the cloud ID of a site.
 */
export const consent = (product: string) => ({
  // Tokens from before the lookup have no site until their next refresh.
  baseUrl: `https://api.atlassian.com{{token.cloudId|prefix:/ex/${product.toLowerCase()}/}}`,
  token: {
    grant: 'authorization_code',
    authorizeUrl: 'https://auth.atlassian.com/authorize',
    authorizeParameters: { audience: 'api.atlassian.com', prompt: 'consent' },
    url: 'https://auth.atlassian.com/oauth/token',
    clientAuth: 'body',
    // The documented parameters of 3LO apps don't include PKCE.
    pkce: false,
    body: 'json',
    // A revoked refresh token also gets this error. A wrong client secret gets the error for declined
    // consent.
    errors: { unauthorized_client: 'invalid_grant', access_denied: 'invalid_client' },
    scope: 'offline_access {{scopes}}',
    lookup: {
      baseUrl: 'https://api.atlassian.com',
      method: 'GET',
      path: '/oauth/token/accessible-resources',
      place: bearer,
      members: { cloudId: '/id', siteName: '/name' },
      entries: { at: '', chosen: '{{site}}', by: ['/name', '/url', '/id'] },
      identity: 'siteName',
    },
  } satisfies AuthorizationCode,
  place: bearer,
  verify: {
    baseUrl: 'https://api.atlassian.com',
    method: 'GET',
    path: '/oauth/token/accessible-resources',
    ok: { status: 200, json: [{ at: '/0/id', exists: true }] },
    // An empty list means that the scopes cover none of the sites.
    forbidden: [{ status: 200, json: [{ at: '/0', exists: false }] }],
    identity: '/0/name',
    scopes: { at: '/0/scopes' },
  } satisfies HttpCheck,
})
