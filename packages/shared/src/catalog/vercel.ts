import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/**
 * Source: vercel.com/docs/rest-api, “Authentication”, “Get the user” and “Delete an authentication token”. A wrong token gets a 403 with
 * invalidToken.
 */
export default defineComponent({
  id: 'vercel',
  title: 'Vercel',
  description: 'Projects, deployments and domains',
  category: 'development',
  aliases: ['hosting', 'deployments', 'next.js', 'zeit'],
  docsUrl: 'https://vercel.com/docs/rest-api',
  icon: 'vercel',
  methods: {
    accessToken: {
      title: 'Access token',
      fields: z.object({
        accessToken: secret({
          label: 'Access token',
          help: 'In your account settings under Tokens. Choose the team that your flows need as the scope, and an expiry.',
          helpUrl: 'https://vercel.com/account/settings/tokens',
        }),
      }),
      baseUrl: 'https://api.vercel.com',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{accessToken}}' }],
      verify: {
        method: 'GET',
        path: '/v2/user',
        ok: { status: 200, json: [{ at: '/user/id', exists: true }] },
        rejected: [{ status: [401, 403], json: [{ at: '/error/invalidToken', equals: true }] }],
        identity: ['/user/email', '/user/username'],
      },
      revoke: {
        method: 'DELETE',
        path: '/v3/user/tokens/current',
        ok: { status: 200, json: [{ at: '/tokenId', exists: true }] },
      },
    },
  },
})
