import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, url, variants } from '../fields.ts'

/** Source: docs.gitlab.com/api/personal_access_tokens, “Self-inform”; lib/gitlab/auth and lib/api/api_guard.rb in GitLab. */
export default defineComponent({
  id: 'gitlab',
  title: 'GitLab',
  description: 'Repositories, issues, merge requests and pipelines',
  category: 'development',
  aliases: ['git', 'repository', 'code', 'ci', 'merge request', 'self-managed'],
  docsUrl: 'https://docs.gitlab.com/api/rest/authentication/',
  icon: 'gitlab',
  methods: {
    token: {
      title: 'Access token',
      fields: z.object({
        server: variants(
          {
            label: 'Where',
            help: 'Self-managed is what a company runs itself.',
            options: { cloud: 'gitlab.com', selfManaged: 'GitLab Self-Managed or Dedicated' },
          },
          [
            z.object({ kind: z.literal('cloud') }),
            z.object({
              kind: z.literal('selfManaged'),
              url: url({
                label: 'GitLab address',
                help: 'The address at which you open GitLab.',
                placeholder: 'https://gitlab.example.com',
              }),
            }),
          ],
        ).default({ kind: 'cloud' }),
        token: secret({
          label: 'Access token',
          help: 'A personal, project or group access token: in your profile, the project or the group, under Access tokens. Give it only the scopes that your flows need.',
          helpUrl: 'https://docs.gitlab.com/user/profile/personal_access_tokens/',
          placeholder: 'glpat-…',
        }),
      }),
      baseUrl: '{{server.url|default:https://gitlab.com}}',
      place: [{ in: 'header', name: 'private-token', value: '{{token}}' }],
      verify: {
        method: 'GET',
        path: '/api/v4/personal_access_tokens/self',
        ok: {
          status: 200,
          json: [
            { at: '/id', exists: true },
            { at: '/active', equals: true },
          ],
        },
        identity: '/name',
        scopes: { at: '/scopes' },
        expires: { at: '/expires_at', as: 'date' },
      },
    },
  },
})
