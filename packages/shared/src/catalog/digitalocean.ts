import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret } from '../fields.ts'

/** Source: docs.digitalocean.com/reference/api, “Authentication” and “Get user information”. */
export default defineComponent({
  id: 'digitalocean',
  title: 'DigitalOcean',
  description: 'Droplets, databases, domains and Kubernetes',
  category: 'development',
  aliases: ['cloud', 'hosting', 'droplets', 'servers'],
  docsUrl: 'https://docs.digitalocean.com/reference/api/',
  icon: 'digitalocean',
  methods: {
    token: {
      title: 'Personal access token',
      fields: z.object({
        token: secret({
          label: 'Personal access token',
          help: 'In the control panel under API, Tokens. With custom scopes, add account:read for the verification and the scopes that your flows need.',
          helpUrl: 'https://cloud.digitalocean.com/account/api/tokens',
          placeholder: 'dop_v1_…',
        }),
      }),
      baseUrl: 'https://api.digitalocean.com/v2',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: {
        method: 'GET',
        path: '/account',
        ok: { status: 200, json: [{ at: '/account/uuid', exists: true }] },
        identity: ['/account/email', '/account/uuid'],
      },
    },
  },
})
