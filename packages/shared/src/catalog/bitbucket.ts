import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'
import { email } from '../site-fields.ts'

/** Source: support.atlassian.com/bitbucket-cloud, “API tokens”, and developer.atlassian.com/cloud/bitbucket/rest/api-group-users. */
export default defineComponent({
  id: 'bitbucket',
  title: 'Bitbucket',
  description: 'Repositories, pull requests and pipelines',
  category: 'development',
  aliases: ['atlassian', 'bitbucket cloud', 'git', 'repository', 'code', 'app password'],
  docsUrl: 'https://developer.atlassian.com/cloud/bitbucket/rest/intro/#authentication',
  icon: 'bitbucket',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        email: email({ help: 'The address with which the owner of the token signs in to Atlassian.' }),
        token: secret({
          label: 'API token',
          help: 'Made in your Atlassian account under Security, API tokens, with scopes for Bitbucket: those that your flows need, and read:user:bitbucket for the verification.',
          helpUrl: 'https://id.atlassian.com/manage-profile/security/api-tokens',
          placeholder: 'ATATT…',
        }),
      }),
      baseUrl: 'https://api.bitbucket.org/2.0',
      place: [{ in: 'basic', user: '{{email}}', password: '{{token}}' }],
      verify: {
        method: 'GET',
        path: '/user',
        ok: { status: 200, json: [{ at: '/uuid', exists: true }] },
        identity: ['/username', '/display_name'],
      },
    },
  },
})
