import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { choice, scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/me',
  ok: { status: 200, json: [{ at: '/alias', exists: true }] },
  rejected: [
    { status: 401, reason: 'key_or_region' },
    {
      status: 403,
      json: [{ at: '/code', equals: 'AUTHENTICATION_FAILED' }],
      reason: 'key_or_region',
    },
  ],
  identity: ['/email', '/alias'],
} satisfies HttpCheck

/**
 * Source: typeform.com/developers/get-started/personal-access-token, /applications, /scopes and
 * /responses-data-center. A wrong token gets a 401 or a 403 with the code AUTHENTICATION_FAILED. An app is
 * registered either at typeform.com or at typeform.eu, and works only there.
 */
export default defineComponent({
  id: 'typeform',
  title: 'Typeform',
  description: 'Forms, surveys and their responses',
  category: 'marketing',
  aliases: ['forms', 'survey', 'quiz', 'questionnaire'],
  docsUrl: 'https://www.typeform.com/developers/get-started/personal-access-token/',
  icon: 'typeform',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        server: choice({
          label: 'Data centre',
          help: 'The data centre in which the account stores responses. Europe has two data centres. Accounts of the newer one use typeform.eu.',
          options: {
            'api.typeform.com': 'Default',
            'api.eu.typeform.com': 'Europe',
            'api.typeform.eu': 'Europe, typeform.eu',
          },
        }).default('api.typeform.com'),
        token: secret({
          label: 'Personal access token',
          help: 'In your account settings under Personal tokens. Add the scope “Accounts: read” for the verification, and the scopes that your flows need.',
          helpUrl: 'https://admin.typeform.com/user/tokens',
          placeholder: 'tfp_…',
        }),
      }),
      baseUrl: 'https://{{server}}',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Typeform',
      fields: z.object({
        server: choice({
          label: 'Data centre',
          help: 'The data centre in which the account stores responses. Accounts of typeform.eu need an OAuth app that is registered there.',
          options: {
            'api.typeform.com': 'Default',
            'api.eu.typeform.com': 'Europe',
            'api.typeform.eu': 'Europe, typeform.eu',
          },
        }).default('api.typeform.com'),
        scopes: scopes({
          options: {
            'forms:read': 'Read forms',
            'forms:write': 'Create and change forms',
            'responses:read': 'Read answers',
            'responses:write': 'Delete answers',
            'webhooks:read': 'See webhooks',
            'webhooks:write': 'Set up webhooks',
            'workspaces:read': 'See workspaces',
            'workspaces:write': 'Create and change workspaces',
            'themes:read': 'See themes',
            'themes:write': 'Create and change themes',
            'images:read': 'See images',
            'images:write': 'Add and delete images',
          },
        }).default(['forms:read', 'responses:read']),
      }),
      baseUrl: 'https://{{server}}',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://api.typeform{{server|after:typeform}}/oauth/authorize',
        url: 'https://api.typeform{{server|after:typeform}}/oauth/token',
        clientAuth: 'body',
        scope: 'offline accounts:read {{scopes}}',
        // Typeform documents no PKCE.
        pkce: false,
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
