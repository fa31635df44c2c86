import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/account',
  ok: { status: 200, json: [{ at: '/account/uuid', exists: true }] },
  identity: ['/account/email', '/account/uuid'],
} satisfies HttpCheck

/**
 * Source: docs.digitalocean.com/reference/api, “Authentication” and “Get user information”. For OAuth:
 * docs.digitalocean.com/reference/api/oauth.
 */
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
      verify: check,
    },
    oauth: {
      title: 'Connect with DigitalOcean',
      fields: z.object({
        scopes: scopes({
          options: { read: 'Read everything in the account', write: 'Change everything in the account' },
        }).default(['read']),
      }),
      baseUrl: 'https://api.digitalocean.com/v2',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://cloud.digitalocean.com/v1/oauth/authorize',
        url: 'https://cloud.digitalocean.com/v1/oauth/token',
        clientAuth: 'body',
        // DigitalOcean documents no PKCE.
        pkce: false,
        scope: '{{scopes}}',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
