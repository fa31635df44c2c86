import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'POST',
  path: '/v2',
  body: { json: { query: '{ me { id name email } }' } },
  ok: { status: 200, json: [{ at: '/data/me/id', exists: true }] },
  forbidden: [
    {
      status: 200,
      json: [{ at: '/errors/0/extensions/code', equals: 'UserUnauthorizedException' }],
    },
  ],
  identity: ['/data/me/email', '/data/me/name'],
} satisfies HttpCheck

/**
 * Source: developer.monday.com/api-reference, “Authentication”, “Me” and “Error handling” (errors have the
 * status 200); and developer.monday.com/apps/docs/oauth-2-1 (which requires PKCE, also with a secret) and
 * /migrating-to-the-new-oauth-flow. The app must use OAuth 2.1.
 */
export default defineComponent({
  id: 'monday',
  title: 'monday.com',
  description: 'Boards, items and updates',
  category: 'productivity',
  aliases: ['monday', 'work management', 'boards', 'project management', 'dapulse'],
  docsUrl: 'https://developer.monday.com/api-reference/docs/authentication',
  icon: 'monday',
  methods: {
    token: {
      title: 'API token',
      fields: z.object({
        token: secret({
          label: 'API token',
          help: 'Your personal token, under your profile picture, Developers, API token. It has all of your permissions.',
          helpUrl: 'https://developer.monday.com/api-reference/docs/authentication',
          placeholder: 'eyJ…',
        }),
      }),
      baseUrl: 'https://api.monday.com',
      place: [{ in: 'header', name: 'authorization', value: '{{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with monday.com',
      fields: z.object({
        scopes: scopes({
          options: {
            'boards:read': 'Read boards and items',
            'boards:write': 'Create and change boards and items',
            'updates:read': 'Read updates',
            'updates:write': 'Write updates',
            'docs:read': 'Read documents',
            'docs:write': 'Create and change documents',
            'workspaces:read': 'See workspaces',
            'users:read': 'See people',
            'teams:read': 'See teams',
            'assets:read': 'Read files',
            'tags:read': 'See tags',
            'notifications:write': 'Send notifications',
            'webhooks:write': 'Set up webhooks',
            'account:read': 'See the account',
          },
        }).default(['boards:read']),
      }),
      baseUrl: 'https://api.monday.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://auth.monday.com/oauth2/authorize',
        // Without it, accounts that have not installed the app end at “App is not installed”.
        authorizeParameters: { force_install_if_needed: 'true' },
        url: 'https://auth.monday.com/oauth_ms/oauth/token',
        clientAuth: 'body',
        body: 'json',
        scope: 'me:read {{scopes}}',
        // Only the token itself contains its expiry.
        lifetime: 3600,
        revoke: { url: 'https://auth.monday.com/oauth_ms/oauth/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: '{{token.access_token}}' }],
      verify: check,
    },
  },
})
