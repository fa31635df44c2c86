import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { scopes, secret, text, url, variants } from '../fields.ts'

const granted = scopes({
  options: {
    api: 'Read and change everything that you have access to',
    read_api: 'Read everything that you have access to',
    read_repository: 'Read repositories',
    write_repository: 'Push to repositories',
    read_registry: 'Pull container images',
    write_registry: 'Push container images',
    create_runner: 'Create runners',
    profile: 'Read your profile',
    email: 'See your e-mail address',
  },
}).default(['read_api'])
const whoGranted = {
  method: 'GET',
  path: '/api/v4/user',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  identity: '/username',
} satisfies HttpCheck

/**
 * Source: docs.gitlab.com/api/personal_access_tokens, “Self-inform” and “Self-revoke”; lib/gitlab/auth and lib/api/api_guard.rb
 * in GitLab; docs.gitlab.com/api/oauth2 and /api/users, “Get the current user”. Other servers have
 * their own OAuth apps, so the app is part of the credential there.
 */
export default defineComponent({
  id: 'gitlab',
  title: 'GitLab',
  description: 'Repositories, issues, merge requests and pipelines',
  category: 'development',
  aliases: ['git', 'repository', 'code', 'ci', 'merge request', 'self-managed'],
  docsUrl: 'https://docs.gitlab.com/api/rest/authentication/',
  icon: 'gitlab',
  // docs.gitlab.com/user/profile/personal_access_tokens, “Personal access token scopes”.
  scopeIncludes: {
    api: ['read_api', 'write_repository', 'write_registry', 'create_runner', 'manage_runner'],
    read_api: ['read_user', 'read_repository', 'read_registry'],
    write_repository: ['read_repository'],
    write_registry: ['read_registry'],
  },
  methods: {
    token: {
      title: 'Access token',
      fields: z.object({
        server: variants(
          {
            label: 'Hosting',
            help: 'GitLab Self-Managed is self-hosted.',
            options: { cloud: 'gitlab.com', selfManaged: 'GitLab Self-Managed or Dedicated' },
          },
          [
            z.object({ kind: z.literal('cloud') }),
            z.object({
              kind: z.literal('selfManaged'),
              url: url({
                label: 'GitLab URL',
                help: 'The URL of your GitLab server.',
                placeholder: 'https://gitlab.example.com',
              }),
            }),
          ],
        ).default({ kind: 'cloud' }),
        token: secret({
          label: 'Access token',
          help: 'A personal, project or group access token. Create it in your profile, the project or the group, under Access tokens. Give it only the scopes that your flows need.',
          helpUrl: 'https://docs.gitlab.com/user/profile/personal_access_tokens/',
          placeholder: 'glpat-…',
        }),
        ...tlsFields,
      }),
      baseUrl: '{{server.url|default:https://gitlab.com}}',
      tls: tlsOptions,
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
      revoke: { method: 'DELETE', path: '/api/v4/personal_access_tokens/self', ok: { status: 204 } },
    },
    oauth: {
      title: 'Connect with GitLab',
      fields: z.object({ scopes: granted }),
      baseUrl: 'https://gitlab.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://gitlab.com/oauth/authorize',
        url: 'https://gitlab.com/oauth/token',
        clientAuth: 'body',
        scope: 'read_user {{scopes}}',
        revoke: { url: 'https://gitlab.com/oauth/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: whoGranted,
    },
    oauthSelfManaged: {
      title: 'Connect with your GitLab server',
      fields: z.object({
        url: url({
          label: 'GitLab URL',
          help: 'The URL of your GitLab Self-Managed or Dedicated server.',
          placeholder: 'https://gitlab.example.com',
        }),
        clientId: text({
          label: 'Application ID',
          help: 'Create an application on your server, in your profile, a group or the Admin area. It needs the scopes that you choose here.',
          helpUrl: 'https://docs.gitlab.com/integration/oauth_provider/',
        }),
        clientSecret: secret({ label: 'Secret', help: 'Shown once, below the application ID.' }),
        scopes: granted,
        ...tlsFields,
      }),
      baseUrl: '{{url}}',
      tls: tlsOptions,
      token: {
        grant: 'authorization_code',
        authorizeUrl: '{{url}}/oauth/authorize',
        url: '{{url}}/oauth/token',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'body',
        scope: 'read_user {{scopes}}',
        revoke: { url: '{{url}}/oauth/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: whoGranted,
    },
  },
})
