import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: developers.brevo.com, “API key authentication”, “IP security & authorization” and “Get your account
 * information”.
 */
export default defineComponent({
  id: 'brevo',
  title: 'Brevo',
  description: 'Contacts, campaigns and transactional messages',
  category: 'marketing',
  aliases: ['sendinblue', 'newsletter', 'email marketing', 'transactional email', 'sms'],
  docsUrl: 'https://developers.brevo.com/docs/api-key-authentication',
  icon: 'brevo',
  methods: {
    apiKey: {
      title: 'API key',
      fields: z.object({
        apiKey: secret({
          label: 'API key',
          help: 'Under Settings, SMTP & API, API keys. You may have to authorize the IP address of Stepkey, under Security.',
          helpUrl: 'https://app.brevo.com/settings/keys/api',
          placeholder: 'xkeysib-…',
        }),
      }),
      baseUrl: 'https://api.brevo.com/v3',
      place: [{ in: 'header', name: 'api-key', value: '{{apiKey}}' }],
      verify: {
        method: 'GET',
        path: '/account',
        ok: { status: 200, json: [{ at: '/email', exists: true }] },
        // Brevo accepts the key, but the IP address of Stepkey is not authorized yet.
        forbidden: [{ status: 401, text: ['unrecognised IP address'] }],
        identity: ['/email', '/companyName'],
      },
    },
  },
})
