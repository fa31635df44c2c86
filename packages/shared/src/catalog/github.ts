import { z } from 'zod'
import { type ConsentRequest, defineComponent, type HttpCheck } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { host, scopes, secret, text, variants } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/user',
  headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  ok: { status: 200, json: [{ at: '/login', exists: true }] },
  identity: '/login',
  scopes: { header: 'x-oauth-scopes' },
  expires: { header: 'github-authentication-token-expiration', as: 'date' },
} satisfies HttpCheck

const consented = z.object({
  scopes: scopes({
    options: {
      repo: 'Read and change repositories, including private ones',
      public_repo: 'Read and change public repositories',
      workflow: 'Change the workflows of GitHub Actions',
      'read:org': 'See organizations and teams',
      'read:user': 'Read your profile',
      'user:email': 'See your e-mail addresses',
      notifications: 'Read notifications',
      gist: 'Create and change gists',
      'read:project': 'Read projects',
      project: 'Read and change projects',
      'write:repo_hook': 'Set up webhooks of repositories',
      'read:packages': 'Read packages',
      'write:packages': 'Publish packages',
    },
  }).default(['repo']),
})
const baseUrl = 'https://api.github.com'
const tokenUrl = 'https://github.com/login/oauth/access_token'
const place = [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }] as const
const oauthClient = {
  scope: '{{scopes}}',
  // Errors have the status 200.
  errors: {
    bad_verification_code: 'invalid_grant',
    incorrect_device_code: 'invalid_grant',
    bad_refresh_token: 'invalid_grant',
    incorrect_client_credentials: 'invalid_client',
  },
  // For a client ID that does not exist (github.com/octokit/auth-oauth-user.js/issues/239).
  wrongClient: { clientId: [{ at: '/error', equals: 'Not Found' }] },
  revoke: {
    baseUrl,
    method: 'DELETE',
    path: '/applications/{{app.clientId}}/token',
    headers: check.headers,
    body: { json: { access_token: '{{token.access_token}}' } },
    place: [{ in: 'basic', user: '{{app.clientId}}', password: '{{app.clientSecret}}' }],
  },
} satisfies Partial<ConsentRequest>

/**
 * Source: docs.github.com/rest/authentication and /rest/users/users#get-the-authenticated-user;
 * /apps/oauth-apps, “Authorizing OAuth apps”, “Scopes for OAuth apps” and the pages on troubleshooting;
 * /rest/apps/oauth-applications, “Delete an app authorization”; /rest/credentials/revoke. Other servers have their own OAuth apps, so
 * the app is part of the credential there. Device codes must be enabled in the settings of the app, as device flow.
 */
export default defineComponent({
  id: 'github',
  title: 'GitHub',
  description: 'Repositories, issues and pull requests',
  category: 'development',
  aliases: ['git', 'gh', 'repository', 'code'],
  docsUrl: 'https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api',
  icon: 'github',
  appGuide: {
    page: { title: 'OAuth apps in the developer settings', url: 'https://github.com/settings/developers' },
    steps: [
      {
        text: 'Choose New OAuth app. To let an organization own it, open the developer settings of the organization instead.',
      },
      {
        text: 'Enter a name and the URL of your website. As authorization callback URL, enter this URL.',
        copy: 'redirectUrl',
      },
      { text: 'For the method “Connect with a code”, also choose Enable Device Flow.' },
      {
        text: 'Choose Register application. Copy the client ID, generate a client secret, and enter both below.',
      },
    ],
    notes: [
      'Create an OAuth app, not a GitHub App: the permissions of a GitHub App are not requested as scopes.',
      'An OAuth app has only one callback URL, so each Stepkey needs its own app.',
      'You register no scopes: each credential requests its own.',
      'GitHub shows the client secret only once.',
      'Organizations can restrict OAuth apps. Then an owner has to approve this one.',
    ],
  },
  // docs.github.com/apps/oauth-apps, “Scopes for OAuth apps” and “Normalized scopes”: only the widest are reported.
  scopeIncludes: {
    repo: ['repo:status', 'repo_deployment', 'public_repo', 'repo:invite', 'security_events'],
    'admin:repo_hook': ['write:repo_hook'],
    'write:repo_hook': ['read:repo_hook'],
    'admin:org': ['write:org', 'manage_runners:org'],
    'write:org': ['read:org'],
    'admin:public_key': ['write:public_key'],
    'write:public_key': ['read:public_key'],
    'admin:gpg_key': ['write:gpg_key'],
    'write:gpg_key': ['read:gpg_key'],
    'admin:ssh_signing_key': ['write:ssh_signing_key'],
    'write:ssh_signing_key': ['read:ssh_signing_key'],
    'admin:enterprise': ['manage_runners:enterprise', 'manage_billing:enterprise', 'read:enterprise'],
    user: ['read:user', 'user:email', 'user:follow'],
    'write:packages': ['read:packages'],
    'write:discussion': ['read:discussion'],
    project: ['read:project'],
    audit_log: ['read:audit_log'],
    codespace: ['codespace:secrets'],
    copilot: ['manage_billing:copilot'],
  },
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        server: variants(
          {
            label: 'Hosting',
            help: 'GitHub Enterprise Server is self-hosted.',
            options: { cloud: 'github.com', enterprise: 'GitHub Enterprise Server' },
          },
          [
            z.object({ kind: z.literal('cloud') }),
            z.object({
              kind: z.literal('enterprise'),
              host: host({
                label: 'Enterprise host',
                help: 'The host name of your GitHub server.',
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
        ...tlsFields,
      }),
      tls: tlsOptions,
      baseUrl: 'https://{{server.host|suffix:/api/v3|default:api.github.com}}',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
      // Not authenticated: GitHub refuses it otherwise.
      revoke: {
        method: 'POST',
        path: '/credentials/revoke',
        headers: check.headers,
        place: [],
        body: { json: { credentials: ['{{token}}'] } },
        ok: { status: 202 },
      },
    },
    oauth: {
      title: 'Connect with GitHub',
      fields: consented,
      baseUrl,
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://github.com/login/oauth/authorize',
        url: tokenUrl,
        clientAuth: 'body',
        ...oauthClient,
      },
      place,
      verify: check,
    },
    device: {
      title: 'Connect with a code',
      fields: consented,
      baseUrl,
      token: {
        grant: 'device_code',
        deviceUrl: 'https://github.com/login/device/code',
        url: tokenUrl,
        // The device flow needs no client secret, but the revocation does.
        clientAuth: 'none',
        ...oauthClient,
      },
      place,
      verify: check,
    },
    oauthEnterprise: {
      title: 'Connect with your GitHub server',
      fields: z.object({
        host: host({
          label: 'Enterprise host',
          help: 'The host name of your GitHub Enterprise Server.',
          placeholder: 'github.example.com',
          prefix: 'https://',
        }),
        clientId: text({
          label: 'Client ID',
          help: 'Register an OAuth app on your server, under Settings, Developer settings, OAuth Apps.',
        }),
        clientSecret: secret({ label: 'Client secret', help: 'Shown once, when it is generated.' }),
        ...consented.shape,
        ...tlsFields,
      }),
      tls: tlsOptions,
      baseUrl: 'https://{{host}}/api/v3',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://{{host}}/login/oauth/authorize',
        url: 'https://{{host}}/login/oauth/access_token',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'body',
        // Older servers do not know PKCE.
        pkce: false,
        scope: oauthClient.scope,
        errors: oauthClient.errors,
      },
      place,
      verify: check,
    },
  },
})
