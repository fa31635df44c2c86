import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret } from '../fields.ts'

/**
 * Source: typeform.com/developers/get-started/personal-access-token and /responses-data-center. A wrong token is
 * answered with 401 or 403, and the code AUTHENTICATION_FAILED.
 */
export default defineComponent({
  id: 'typeform',
  title: 'Typeform',
  description: 'Forms, surveys and their answers',
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
          help: 'Where the account keeps its answers. Accounts in Europe are in one of two data centres; the newer one opens at typeform.eu.',
          options: {
            'api.typeform.com': 'Default',
            'api.eu.typeform.com': 'Europe',
            'api.typeform.eu': 'Europe, typeform.eu',
          },
        }).default('api.typeform.com'),
        token: secret({
          label: 'Personal access token',
          help: 'In your account settings under Personal tokens. Give it the scope Accounts: read for the verification, and those that your flows need.',
          helpUrl: 'https://admin.typeform.com/user/tokens',
          placeholder: 'tfp_…',
        }),
      }),
      baseUrl: 'https://{{server}}',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/me',
        ok: { status: 200, json: [{ at: '/alias', exists: true }] },
        rejected: [
          { status: 401, because: 'key_or_region' },
          {
            status: 403,
            json: [{ at: '/code', equals: 'AUTHENTICATION_FAILED' }],
            because: 'key_or_region',
          },
        ],
        identity: ['/email', '/alias'],
      },
    },
  },
})
