import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { extracting, secret, text } from '../fields.ts'

/**
 * Source: learn.microsoft.com/en-us/azure/devops/organizations/accounts/
 * use-personal-access-tokens-to-authenticate and /en-us/rest/api/azure/devops/core/projects/list. Basic
 * authentication has an empty user name. Requests without valid authentication can get a sign-in page.
 */
export default defineComponent({
  id: 'azure-devops',
  title: 'Azure DevOps',
  description: 'Repositories, work items and pipelines',
  category: 'development',
  aliases: ['azure', 'devops', 'tfs', 'git', 'pipelines', 'boards', 'microsoft'],
  docsUrl:
    'https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate',
  icon: 'azuredevops',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        organization: extracting(
          text({
            label: 'Organization',
            help: 'The name of the organization in the URL of Azure DevOps.',
            prefix: 'https://dev.azure.com/',
            placeholder: 'contoso',
          }),
          '^https?://dev\\.azure\\.com/([^/]+)',
        ).regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/, 'Enter only the name of the organization'),
        token: secret({
          label: 'Personal access token',
          help: 'Under User settings, Personal access tokens. Add the scope “Project and Team: Read” for the verification, and the scopes that your flows need.',
          helpUrl: 'https://dev.azure.com/',
        }),
      }),
      baseUrl: 'https://dev.azure.com/{{organization}}',
      place: [{ in: 'basic', user: '', password: '{{token}}' }],
      verify: {
        method: 'GET',
        path: '/_apis/projects?$top=1&api-version=7.1',
        ok: { status: 200, json: [{ at: '/count', exists: true }] },
        wrongTarget: [{ status: 404, reason: 'wrong_account' }],
      },
    },
  },
})
