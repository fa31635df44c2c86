import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'POST',
  path: '/graphql',
  body: { json: { query: '{ viewer { id name email } }' } },
  ok: { status: 200, json: [{ at: '/data/viewer/id', exists: true }] },
  rejected: [
    {
      status: [200, 400, 401],
      json: [{ at: '/errors/0/extensions/code', equals: 'AUTHENTICATION_ERROR' }],
    },
  ],
  forbidden: [{ status: [200, 400, 403], json: [{ at: '/errors/0/extensions/code', equals: 'FORBIDDEN' }] }],
  identity: ['/data/viewer/email', '/data/viewer/name'],
} satisfies HttpCheck

/**
 * Source: linear.app/developers, “GraphQL” (authentication, errors) and “OAuth 2.0 authentication”; “API and
 * webhooks” in linear.app/docs.
 */
export default defineComponent({
  id: 'linear',
  title: 'Linear',
  description: 'Issues, projects and cycles',
  category: 'productivity',
  aliases: ['issues', 'tickets', 'project management', 'graphql'],
  docsUrl: 'https://linear.app/developers/graphql',
  icon: 'linear',
  methods: {
    apiKey: {
      title: 'Personal API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'Under Settings, Security & access, Personal API keys. It needs the read permission.',
          helpUrl: 'https://linear.app/settings/account/security',
          placeholder: 'lin_api_…',
        }),
      }),
      baseUrl: 'https://api.linear.app',
      // Only OAuth tokens have the prefix Bearer.
      place: [{ in: 'header', name: 'authorization', value: '{{apiKey}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Linear',
      fields: z.object({
        scopes: scopes({
          options: {
            write: 'Change everything that you have access to',
            'issues:create': 'Create issues',
            'comments:create': 'Write comments',
            'timeSchedule:write': 'Create and change time schedules',
          },
        }).default([]),
      }),
      baseUrl: 'https://api.linear.app',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://linear.app/oauth/authorize',
        url: 'https://api.linear.app/oauth/token',
        clientAuth: 'body',
        // PKCE is documented as an alternative to the client secret.
        pkce: false,
        scope: 'read{{scopes|join:,|prefix:,}}',
        revoke: { url: 'https://api.linear.app/oauth/revoke' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
