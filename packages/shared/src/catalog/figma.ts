import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/v1/me',
  ok: { status: 200, json: [{ at: '/id', exists: true }] },
  rejected: [{ status: 403, json: [{ at: '/err', oneOf: ['Invalid token', 'Token expired'] }] }],
  identity: ['/email', '/handle'],
} satisfies HttpCheck

/**
 * Source: developers.figma.com/docs/rest-api/personal-access-tokens, /authentication, /scopes and
 * /users-endpoints. A wrong token, an expired token and a token without the scope all get a 403. The text
 * distinguishes them.
 */
export default defineComponent({
  id: 'figma',
  title: 'Figma',
  description: 'Design files, comments and components',
  category: 'productivity',
  aliases: ['design', 'figjam', 'prototypes'],
  docsUrl: 'https://developers.figma.com/docs/rest-api/personal-access-tokens/',
  icon: 'figma',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        token: secret({
          label: 'Personal access token',
          help: 'In the settings under Security, Personal access tokens. Add the scope “Current user: read” for the verification, and the scopes that your flows need.',
          helpUrl: 'https://developers.figma.com/docs/rest-api/personal-access-tokens/',
          placeholder: 'figd_…',
        }),
      }),
      baseUrl: 'https://api.figma.com',
      place: [{ in: 'header', name: 'x-figma-token', value: '{{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Figma',
      fields: z.object({
        scopes: scopes({
          options: {
            'file_content:read': 'Read files',
            'file_metadata:read': 'See names and owners of files',
            'file_versions:read': 'Read the history of files',
            'file_comments:read': 'Read comments',
            'file_comments:write': 'Write and delete comments',
            'file_dev_resources:read': 'Read development resources',
            'file_dev_resources:write': 'Change development resources',
            'library_assets:read': 'Read published components and styles',
            'library_content:read': 'Read components and styles of files',
            'team_library_content:read': 'Read components and styles of teams',
            'webhooks:read': 'See webhooks',
            'webhooks:write': 'Set up webhooks',
          },
        }).default(['file_content:read']),
      }),
      baseUrl: 'https://api.figma.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://www.figma.com/oauth',
        url: 'https://api.figma.com/v1/oauth/token',
        clientAuth: 'basic',
        // Figma documents no PKCE for apps with a secret.
        pkce: false,
        scope: 'current_user:read {{scopes}}',
        refresh: { url: 'https://api.figma.com/v1/oauth/refresh' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
