import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { host, secret, variants } from '../fields.ts'

/** Source: docs.github.com/rest/authentication and /rest/users/users#get-the-authenticated-user. */
export default defineComponent({
  id: 'github',
  title: 'GitHub',
  description: 'Repositories, issues and pull requests',
  category: 'development',
  aliases: ['git', 'gh', 'repository', 'code'],
  docsUrl: 'https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api',
  icon: 'github',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        server: variants(
          {
            label: 'Where',
            help: 'Enterprise Server is what a company runs itself.',
            options: { cloud: 'github.com', enterprise: 'GitHub Enterprise Server' },
          },
          [
            z.object({ kind: z.literal('cloud') }),
            z.object({
              kind: z.literal('enterprise'),
              host: host({
                label: 'Enterprise host',
                help: 'The name of the server at which you open GitHub.',
                placeholder: 'github.example.com',
                prefix: 'https://',
              }),
            }),
          ],
        ).default({ kind: 'cloud' }),
        token: secret({
          label: 'Personal access token',
          help: 'A fine-grained or classic token. Give it only the permissions that your flows need.',
          helpUrl: 'https://github.com/settings/tokens',
          placeholder: 'github_pat_…',
        }),
      }),
      baseUrl: 'https://{{server.host|suffix:/api/v3|default:api.github.com}}',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/user',
        headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
        ok: { status: 200, json: [{ at: '/login', exists: true }] },
        identity: '/login',
        scopes: { header: 'x-oauth-scopes' },
        expires: { header: 'github-authentication-token-expiration', as: 'date' },
      },
    },
  },
})
