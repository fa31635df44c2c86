import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { choice, scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/users/me',
  ok: { status: 200, json: [{ at: '/sys/type', equals: 'User' }] },
  rejected: [{ status: 401, reason: 'key_or_region' }],
  identity: '/email',
} satisfies HttpCheck

/**
 * Source: contentful.com/developers/docs/references/authentication, /content-management-api “Get the
 * authenticated user” and /errors. For OAuth: contentful.com/developers/docs/extensibility/oauth. Tokens do not
 * expire.
 */
export default defineComponent({
  id: 'contentful',
  title: 'Contentful',
  description: 'Entries and assets of a headless CMS',
  category: 'content',
  aliases: ['cms', 'headless', 'entries', 'website'],
  docsUrl: 'https://www.contentful.com/developers/docs/references/authentication/',
  icon: 'contentful',
  methods: {
    managementToken: {
      title: 'Management token',
      fields: z.object({
        region: choice({
          label: 'Data residency',
          help: 'The region in which the organization stores its content.',
          options: { 'api.contentful.com': 'Default', 'api.eu.contentful.com': 'European Union' },
        }).default('api.contentful.com'),
        token: secret({
          label: 'CMA token',
          help: 'In your account settings under CMA tokens. It has all of your permissions in all your spaces.',
          helpUrl: 'https://app.contentful.com/account/profile/cma_tokens',
          placeholder: 'CFPAT-…',
        }),
      }),
      baseUrl: 'https://{{region}}',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Contentful',
      fields: z.object({
        scopes: scopes({
          options: {
            content_management_read: 'Read spaces and content',
            content_management_manage: 'Read and change spaces and content',
          },
        }).default(['content_management_read']),
      }),
      baseUrl: 'https://api.contentful.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://be.contentful.com/oauth/authorize',
        url: 'https://be.contentful.com/oauth/token',
        clientAuth: 'body',
        // Contentful documents no PKCE.
        pkce: false,
        scope: '{{scopes}}',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: { ...check, rejected: [{ status: 401 }] },
    },
  },
})
