import { z } from 'zod'
import { defineComponent, type ResponseRules } from '../component.ts'
import { secret, text } from '../fields.ts'

/**
 * Source: developers.cloudflare.com/fundamentals/api/get-started/create-token and the operations “Verify
 * token” of users and of accounts. Each accepts only its own kind of token and needs no permission. Text that
 * does not have the format of a token gets a 400 with the code 6003.
 */
const reading: ResponseRules = {
  ok: {
    status: 200,
    json: [
      { at: '/success', equals: true },
      { at: '/result/status', equals: 'active' },
    ],
  },
  rejected: [
    { status: [401, 403], json: [{ at: '/success', equals: false }] },
    { json: [{ at: '/errors/0/code', oneOf: [1000, 6003] }] },
    { status: 200, json: [{ at: '/result/status', oneOf: ['disabled', 'expired'] }] },
  ],
  identity: '/result/id',
  expires: { at: '/result/expires_on', as: 'date' },
}
const token = {
  token: secret({
    label: 'API token',
    help: 'Create it from a template or as a custom token. Give it only the permissions and zones that your flows need.',
    helpUrl: 'https://dash.cloudflare.com/profile/api-tokens',
  }),
}

export default defineComponent({
  id: 'cloudflare',
  title: 'Cloudflare',
  description: 'DNS, zones, Workers and storage',
  category: 'development',
  aliases: ['dns', 'cdn', 'workers', 'r2', 'waf'],
  docsUrl: 'https://developers.cloudflare.com/fundamentals/api/get-started/create-token/',
  icon: 'cloudflare',
  methods: {
    userToken: {
      title: 'User API token',
      fields: z.object(token),
      baseUrl: 'https://api.cloudflare.com/client/v4',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: { method: 'GET', path: '/user/tokens/verify', ...reading },
    },
    accountToken: {
      title: 'Account API token',
      fields: z.object({
        accountId: text({
          label: 'Account ID',
          help: 'In the URL of the dashboard after dash.cloudflare.com, and on the overview of every zone.',
          placeholder: '372e67954025e0ba6aaa6d586b9e0b59',
        })
          .toLowerCase()
          .regex(/^[0-9a-f]{32}$/, 'Enter only the ID: 32 digits and letters from a to f'),
        ...token,
      }),
      baseUrl: 'https://api.cloudflare.com/client/v4',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: { method: 'GET', path: '/accounts/{{accountId}}/tokens/verify', ...reading },
    },
  },
})
