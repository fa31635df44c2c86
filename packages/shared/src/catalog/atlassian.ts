import { z } from 'zod'
import type { AuthorizationCode, HttpCheck, Method, ResponseRules } from '../component.ts'
import { secret, text } from '../fields.ts'
import { email, subdomain } from '../site-fields.ts'

/**
 * What Jira and Confluence in Atlassian's cloud have in common; this is no component itself. Source: “Manage API tokens
 * for your Atlassian account” at support.atlassian.com: tokens without scopes work at the address of the site, tokens
 * with scopes only at api.atlassian.com, under the site's cloud ID. At the other address either is refused as if it were
 * wrong.
 */
const owner = {
  email: email({ help: 'The address with which the owner of the token signs in to Atlassian.' }),
}
const basic: Method['place'] = [{ in: 'basic', user: '{{email}}', password: '{{token}}' }]
const helpUrl = 'https://id.atlassian.com/manage-profile/security/api-tokens'

/** Fields and placement of a token that may do all that its owner may. */
export const siteToken = (product: string) => ({
  fields: z.object({
    site: subdomain({
      label: 'Site',
      help: `The first part of the address at which you open ${product}.`,
      suffix: '.atlassian.net',
    }),
    ...owner,
    token: secret({
      label: 'API token',
      help: 'Made in your Atlassian account under Security, API tokens, without scopes.',
      helpUrl,
      placeholder: 'ATATT…',
    }),
  }),
  baseUrl: 'https://{{site}}.atlassian.net',
  place: basic,
})

/** Fields and placement of a token with scopes; `scope` is the one that the check needs. */
export const scopedToken = (product: string, scope: string) => ({
  fields: z.object({
    cloudId: text({
      label: 'Cloud ID',
      help: 'The cloudId that you see when you open your-site.atlassian.net/_edge/tenant_info.',
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
      help: `Made in your Atlassian account under Security, API tokens, with scopes for ${product}: those that your flows need, and ${scope} for the verification.`,
      helpUrl,
      placeholder: 'ATATT…',
    }),
  }),
  baseUrl: `https://api.atlassian.com/ex/${product.toLowerCase()}/{{cloudId}}`,
  place: basic,
})

/** A site that nobody has is answered with a page of its own. */
export const noSuchSite: ResponseRules['elsewhere'] = [{ status: 404, because: 'wrong_account' }]

/** A good token without the scope for a request gets a 401, too. */
export const missingScope: ResponseRules['forbidden'] = [
  { status: 401, json: [{ at: '/message', equals: 'Unauthorized; scope does not match' }] },
]

/**
 * Access by OAuth 2.0. Source: developer.atlassian.com/cloud/oauth, “OAuth 2.0 (3LO) apps”. One grant is good for the sites
 * that the person chose; requests go to api.atlassian.com, below /ex/ and the cloud ID of a site.
 */
export const consent = {
  baseUrl: 'https://api.atlassian.com',
  token: {
    grant: 'authorization_code',
    authorizeUrl: 'https://auth.atlassian.com/authorize',
    authorizeParameters: { audience: 'api.atlassian.com', prompt: 'consent' },
    url: 'https://auth.atlassian.com/oauth/token',
    clientAuth: 'body',
    body: 'json',
    // A dead refresh token is answered with this, too, and a wrong secret of the app as if somebody had said no.
    errors: { unauthorized_client: 'invalid_grant', access_denied: 'invalid_client' },
    scope: 'offline_access {{scopes}}',
  } satisfies AuthorizationCode,
  place: [
    { in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' },
  ] satisfies Method['place'],
  verify: {
    method: 'GET',
    path: '/oauth/token/accessible-resources',
    ok: { status: 200, json: [{ at: '/0/id', exists: true }] },
    // An empty list: the scopes are for none of the sites.
    forbidden: [{ status: 200, json: [{ at: '/0', exists: false }] }],
    identity: '/0/name',
    scopes: { at: '/0/scopes' },
  } satisfies HttpCheck,
}
