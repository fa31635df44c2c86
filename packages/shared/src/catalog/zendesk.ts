import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret, text } from '../fields.ts'

const subdomain = text({
  label: 'Subdomain',
  help: 'The first part of your Zendesk URL.',
  placeholder: 'acme',
  prefix: 'https://',
  suffix: '.zendesk.com',
})
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'Enter the subdomain only, for example acme')

const check = {
  method: 'GET',
  path: '/api/v2/users/me.json',
  ok: { status: 200, json: [{ at: '/user/id', exists: true }] },
  // Without valid credentials, Zendesk answers 200 with an anonymous user whose id is null.
  rejected: [
    {
      status: 200,
      json: [
        { at: '/user', exists: true },
        { at: '/user/id', exists: false },
      ],
      reason: 'anonymous',
    },
  ],
  wrongTarget: [{ status: 404, reason: 'wrong_account' }],
  identity: ['/user/email', '/user/name'],
} satisfies HttpCheck

/**
 * Source: developer.zendesk.com, “Security and authentication”, “Show self”, “OAuth tokens for grant types”
 * and “Revoke current token”. An OAuth client works only in the account in which it was created, unless
 * Zendesk made it global.
 */
export default defineComponent({
  id: 'zendesk',
  title: 'Zendesk',
  description: 'Tickets, users and help centre',
  category: 'support',
  aliases: ['tickets', 'helpdesk', 'support'],
  docsUrl: 'https://developer.zendesk.com/api-reference/introduction/security-and-auth/',
  icon: 'zendesk',
  methods: {
    apiToken: {
      title: 'API token',
      fields: z.object({
        subdomain,
        email: text({
          label: 'E-mail',
          help: 'The e-mail address that the owner of the token signs in with.',
          placeholder: 'alice@example.com',
        }).regex(/^[^\s@:]+@[^\s@:]+$/, 'Enter an e-mail address'),
        token: secret({
          label: 'API token',
          help: 'Create it in the Admin Center under Apps and integrations, APIs, API tokens.',
          helpUrl: 'https://support.zendesk.com/hc/en-us/articles/4408889192858',
        }),
      }),
      baseUrl: 'https://{{subdomain}}.zendesk.com',
      place: [{ in: 'basic', user: '{{email}}/token', password: '{{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Zendesk',
      fields: z.object({
        subdomain,
        scopes: scopes({
          options: {
            'tickets:read': 'Read tickets',
            'tickets:write': 'Create and change tickets',
            'users:write': 'Create and change users',
            'organizations:read': 'Read organizations',
            'organizations:write': 'Create and change organizations',
            'hc:read': 'Read the help centre',
            'hc:write': 'Change the help centre',
            'macros:read': 'Read macros',
            'triggers:read': 'Read triggers',
            'webhooks:write': 'Set up webhooks',
            read: 'Read everything that you have access to',
            write: 'Change everything that you have access to',
          },
        }).default(['tickets:read']),
      }),
      baseUrl: 'https://{{subdomain}}.zendesk.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://{{subdomain}}.zendesk.com/oauth/authorizations/new',
        url: 'https://{{subdomain}}.zendesk.com/oauth/tokens',
        clientAuth: 'body',
        body: 'json',
        scope: 'users:read {{scopes}}',
        revoke: {
          baseUrl: 'https://{{subdomain}}.zendesk.com',
          method: 'DELETE',
          path: '/api/v2/oauth/tokens/current.json',
          place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
        },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
