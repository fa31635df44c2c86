import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: contentful.com/developers/docs/references/authentication, /content-management-api “Get the
 * authenticated user” and /errors.
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
      verify: {
        method: 'GET',
        path: '/users/me',
        ok: { status: 200, json: [{ at: '/sys/type', equals: 'User' }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
        identity: '/email',
      },
    },
  },
})
