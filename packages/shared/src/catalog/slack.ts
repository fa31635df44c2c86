import { z } from 'zod'
import { type ConsentRequest, defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'POST',
  path: '/auth.test',
  ok: {
    status: 200,
    json: [
      { at: '/ok', equals: true },
      { at: '/team_id', exists: true },
    ],
  },
  rejected: [
    {
      status: 200,
      json: [
        { at: '/ok', equals: false },
        {
          at: '/error',
          oneOf: ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'],
        },
      ],
    },
  ],
  forbidden: [
    {
      status: 200,
      json: [
        { at: '/ok', equals: false },
        {
          at: '/error',
          oneOf: ['missing_scope', 'no_permission', 'access_denied', 'not_allowed_token_type'],
        },
      ],
    },
  ],
  identity: ['/team', '/user'],
  scopes: { header: 'x-oauth-scopes' },
  // Only tokens with token rotation expire.
  expires: { at: '/expires_in', as: 'lifetime' },
} satisfies HttpCheck

const client = {
  url: 'https://slack.com/api/oauth.v2.access',
  clientAuth: 'body',
  // PKCE makes an app a public client for good (docs.slack.dev/authentication/using-pkce).
  pkce: false,
  // Errors have the status 200.
  errors: {
    invalid_code: 'invalid_grant',
    invalid_refresh_token: 'invalid_grant',
    invalid_client_id: 'invalid_client',
    bad_client_secret: 'invalid_client',
  },
  revoke: {
    reach: 'account',
    baseUrl: 'https://slack.com/api',
    method: 'POST',
    path: '/auth.revoke',
    ok: { json: [{ at: '/ok', equals: true }] },
    place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
  },
} satisfies Partial<ConsentRequest>

/**
 * Source: docs.slack.dev/reference/methods/auth.revoke and /auth.test, which needs no scope and always gets a 200, and
 * docs.slack.dev/authentication/installing-with-oauth, “Submitting a redirect URL”, /reference/methods/oauth.v2.access and
 * /app-management/distribution.
 */
export default defineComponent({
  id: 'slack',
  title: 'Slack',
  description: 'Messages, channels and files',
  category: 'communication',
  aliases: ['chat', 'messages', 'bot', 'channels', 'workspace'],
  docsUrl: 'https://docs.slack.dev/authentication/tokens',
  icon: 'slack',
  appGuide: {
    page: { title: 'Slack apps', url: 'https://api.slack.com/apps' },
    steps: [
      { text: 'Choose Create New App, From scratch, and select a workspace for development.' },
      {
        text: 'Under OAuth & Permissions, add this URL to the redirect URLs, and save it.',
        copy: 'redirectUrl',
      },
      {
        text: 'On the same page, add these scopes: to the bot token scopes for “Connect with Slack”, and to the user token scopes for “Connect as a Slack user”.',
        copy: 'scopes',
      },
      {
        text: 'Under Basic Information, App Credentials, copy the client ID and the client secret, and enter them below.',
      },
    ],
    notes: [
      'Slack redirects only to https URLs.',
      'After scopes were added to the app, connect each credential again. Slack does not extend existing access.',
      'To connect other workspaces than the one of the app, activate its distribution under Manage Distribution.',
    ],
  },
  methods: {
    oauth: {
      title: 'Connect with Slack',
      fields: z.object({
        scopes: scopes({
          options: {
            'chat:write': 'Send messages',
            'channels:read': 'See public channels',
            'channels:history': 'Read messages in public channels that the app was added to',
            'channels:join': 'Join public channels',
            'groups:read': 'See private channels that the app was added to',
            'groups:history': 'Read messages in private channels that the app was added to',
            'im:write': 'Start direct messages',
            'users:read': 'See the people of the workspace',
            'users:read.email': 'See the e-mail addresses of people',
            'files:read': 'See files',
            'files:write': 'Upload and change files',
            'reactions:write': 'Add reactions',
            'team:read': 'See the name and URL of the workspace',
          },
        }).default(['chat:write', 'channels:read']),
      }),
      baseUrl: 'https://slack.com/api',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://slack.com/oauth/v2/authorize',
        ...client,
        scope: '{{scopes|join:,}}',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
    userOauth: {
      title: 'Connect as a Slack user',
      fields: z.object({
        scopes: scopes({
          options: {
            'chat:write': 'Send messages as the user',
            'channels:read': 'See public channels',
            'channels:history': 'Read messages in public channels of the user',
            'groups:history': 'Read messages in private channels of the user',
            'im:history': 'Read direct messages of the user',
            'search:read': 'Search messages and files',
            'users:read': 'See the people of the workspace',
            'users.profile:write': 'Change the profile and status of the user',
            'files:read': 'See files',
            'reactions:read': 'See reactions',
            'reminders:write': 'Add reminders',
          },
        }).default(['chat:write', 'channels:read']),
      }),
      baseUrl: 'https://slack.com/api',
      token: {
        ...client,
        grant: 'authorization_code',
        authorizeUrl: 'https://slack.com/oauth/v2/authorize',
        scope: '{{scopes|join:,}}',
        scopeParameter: 'user_scope',
        // Refreshed tokens are at the standard places.
        answer: {
          accessToken: '/authed_user/access_token',
          refreshToken: '/authed_user/refresh_token',
          expiresIn: '/authed_user/expires_in',
          scope: '/authed_user/scope',
        },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
    token: {
      title: 'Bot or user token',
      fields: z.object({
        token: secret({
          label: 'Token',
          help: 'The bot token (xoxb-…) or the user token (xoxp-…) of your app. Shown under OAuth & Permissions after the app is installed in the workspace.',
          helpUrl: 'https://api.slack.com/apps',
          placeholder: 'xoxb-…',
        }),
      }),
      baseUrl: 'https://slack.com/api',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
      revoke: {
        method: 'POST',
        path: '/auth.revoke',
        ok: { status: 200, json: [{ at: '/revoked', equals: true }] },
      },
    },
  },
})
