import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret, text } from '../fields.ts'

const account = {
  accountSid: text({
    label: 'Account SID',
    help: 'On the first page of the console, under Account Info.',
    helpUrl: 'https://console.twilio.com/',
    placeholder: 'AC…',
  }).regex(/^AC[0-9a-f]{32}$/, 'Enter only the SID: AC, then 32 digits and letters from a to f'),
}
const region = {
  region: choice({
    label: 'Region',
    help: 'Keys and tokens work only in their own region.',
    options: {
      api: 'United States (US1)',
      'api.dublin.ie1': 'Ireland (IE1)',
      'api.sydney.au1': 'Australia (AU1)',
    },
    advanced: true,
  }).default('api'),
}
const baseUrl = 'https://{{region}}.twilio.com/2010-04-01'

/**
 * Source: twilio.com/docs/iam, “API keys overview” (standard keys can't read accounts), “Account resource”,
 * error 20003 in the “Error and warning dictionary”.
 */
export default defineComponent({
  id: 'twilio',
  title: 'Twilio',
  description: 'Text messages, calls and WhatsApp',
  category: 'communication',
  aliases: ['sms', 'text message', 'voice', 'phone', 'whatsapp', 'verify'],
  docsUrl: 'https://www.twilio.com/docs/usage/requests-to-twilio',
  icon: 'twilio',
  methods: {
    authToken: {
      title: 'Auth Token',
      fields: z.object({
        ...account,
        authToken: secret({
          label: 'Auth Token',
          help: 'Shown below the Account SID. It has all permissions. An API key is safer.',
          helpUrl: 'https://console.twilio.com/',
        }),
        ...region,
      }),
      baseUrl,
      place: [{ in: 'basic', user: '{{accountSid}}', password: '{{authToken}}' }],
      verify: {
        method: 'GET',
        path: '/Accounts/{{accountSid}}.json',
        ok: { status: 200, json: [{ at: '/status', equals: 'active' }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
        forbidden: [{ status: 200, json: [{ at: '/status', oneOf: ['suspended', 'closed'] }] }],
        identity: '/friendly_name',
      },
    },
    apiKey: {
      title: 'API key',
      fields: z.object({
        ...account,
        apiKeySid: text({
          label: 'API key SID',
          help: 'Create it in the console under Account management, API keys & tokens.',
          helpUrl: 'https://www.twilio.com/docs/iam/api-keys/keys-in-console',
          placeholder: 'SK…',
        }).regex(/^SK[0-9a-f]{32}$/, 'Enter only the SID: SK, then 32 digits and letters from a to f'),
        apiKeySecret: secret({ label: 'Secret', help: 'Shown only once, when the key is created.' }),
        ...region,
      }),
      baseUrl,
      place: [{ in: 'basic', user: '{{apiKeySid}}', password: '{{apiKeySecret}}' }],
      verify: {
        method: 'GET',
        path: '/Accounts/{{accountSid}}/Messages.json?PageSize=1',
        ok: { status: 200, json: [{ at: '/messages', exists: true }] },
        rejected: [{ status: 401, reason: 'key_or_region' }],
      },
    },
  },
})
