import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { scopes, secret } from '../fields.ts'

/**
 * Source: docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token and
 * docs.x.com/x-api/users/get-my-user, which needs the scopes tweet.read and users.read. Every failed request
 * gets the error invalid_request. Only the description identifies an invalid code or refresh token. For an app
 * without a user: docs.x.com/fundamentals/authentication/oauth-2-0/application-only.
 */
export default defineComponent({
  id: 'x',
  title: 'X (Twitter)',
  description: 'Posts, followers, lists and direct messages',
  category: 'marketing',
  aliases: ['twitter', 'tweet', 'social media'],
  docsUrl: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code',
  icon: 'x',
  methods: {
    oauth: {
      title: 'Connect with X (Twitter)',
      fields: z.object({
        scopes: scopes({
          options: {
            'tweet.write': 'Write and delete posts',
            'media.write': 'Upload images and videos',
            'like.read': 'See likes',
            'like.write': 'Like posts',
            'follows.read': 'See followers and followed accounts',
            'follows.write': 'Follow and unfollow accounts',
            'list.read': 'See lists',
            'list.write': 'Create and change lists',
            'bookmark.read': 'See bookmarks',
            'bookmark.write': 'Add and remove bookmarks',
            'dm.read': 'Read direct messages',
            'dm.write': 'Write direct messages',
          },
        }).default(['tweet.write']),
      }),
      baseUrl: 'https://api.x.com/2',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://x.com/i/oauth2/authorize',
        url: 'https://api.x.com/2/oauth2/token',
        clientAuth: 'basic',
        answer: { error: '/error_description' },
        errors: {
          'Value passed for the authorization code was invalid.': 'invalid_grant',
          'Value passed for the token was invalid.': 'invalid_grant',
          'Missing valid authorization header': 'invalid_client',
        },
        scope: 'tweet.read users.read offline.access {{scopes}}',
        revoke: { url: 'https://api.x.com/2/oauth2/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: {
        method: 'GET',
        path: '/users/me',
        ok: { status: 200, json: [{ at: '/data/id', exists: true }] },
        identity: ['/data/username', '/data/name'],
      },
    },
    appOnly: {
      title: 'App without a user',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'The consumer key of your app. In the developer portal, open the app, then Keys and tokens.',
          helpUrl: 'https://developer.x.com/en/portal/dashboard',
        }),
        apiSecret: secret({ label: 'API key secret', help: 'Shown once, together with the API key.' }),
      }),
      baseUrl: 'https://api.x.com/2',
      token: {
        grant: 'client_credentials',
        url: 'https://api.x.com/oauth2/token',
        clientId: '{{apiKey}}',
        clientSecret: '{{apiSecret}}',
        clientAuth: 'basic',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      // Every request without a user counts towards the quota of the app.
      verify: { token: 'is the proof' },
    },
  },
})
