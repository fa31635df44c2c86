import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { secret } from '../fields.ts'
import { email } from '../site-fields.ts'

const check = {
  method: 'GET',
  path: '/user',
  ok: { status: 200, json: [{ at: '/uuid', exists: true }] },
  identity: ['/username', '/display_name'],
} satisfies HttpCheck

/**
 * Source: support.atlassian.com/bitbucket-cloud, “API tokens” and “Use OAuth on Bitbucket Cloud”, and
 * developer.atlassian.com/cloud/bitbucket/rest/api-group-users and /oauth-2. The permissions of the OAuth
 * consumer determine the scopes of a grant. The verification needs Account, Read.
 */
export default defineComponent({
  id: 'bitbucket',
  title: 'Bitbucket',
  description: 'Repositories, pull requests and pipelines',
  category: 'development',
  aliases: ['atlassian', 'bitbucket cloud', 'git', 'repository', 'code', 'app password'],
  docsUrl: 'https://developer.atlassian.com/cloud/bitbucket/rest/intro/#authentication',
  icon: 'bitbucket',
  // developer.atlassian.com/cloud/bitbucket/rest/intro, “Scope descriptions”.
  scopeIncludes: {
    'account:write': ['account'],
    account: ['email'],
    'repository:write': ['repository'],
    pullrequest: ['repository'],
    'pullrequest:write': ['pullrequest', 'repository:write'],
    'issue:write': ['issue'],
    'snippet:write': ['snippet'],
    'pipeline:write': ['pipeline'],
    'runner:write': ['runner'],
  },
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        email: email({ help: 'The e-mail address that the owner of the token signs in to Atlassian with.' }),
        token: secret({
          label: 'API token',
          help: 'Create it in your Atlassian account under Security, API tokens, with scopes for Bitbucket. Add the scopes that your flows need, and read:user:bitbucket for the verification.',
          helpUrl: 'https://id.atlassian.com/manage-profile/security/api-tokens',
          placeholder: 'ATATT…',
        }),
      }),
      baseUrl: 'https://api.bitbucket.org/2.0',
      place: [{ in: 'basic', user: '{{email}}', password: '{{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Bitbucket',
      fields: z.object({}),
      baseUrl: 'https://api.bitbucket.org/2.0',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://bitbucket.org/site/oauth2/authorize',
        url: 'https://bitbucket.org/site/oauth2/access_token',
        clientAuth: 'basic',
        // Bitbucket documents no PKCE.
        pkce: false,
        answer: { scope: '/scopes' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
