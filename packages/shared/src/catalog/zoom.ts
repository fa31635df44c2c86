import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, text } from '../fields.ts'

const app = 'In the Zoom Marketplace, open your Server-to-Server OAuth app, then App Credentials.'

/**
 * Source: developers.zoom.us/docs/internal-apps/s2s-oauth and /docs/integrations/oauth. The grant of
 * server-to-server apps has a special name. The scopes of the app determine the permitted requests, so the
 * token itself is the proof.
 */
export default defineComponent({
  id: 'zoom',
  title: 'Zoom',
  description: 'Meetings, webinars and recordings',
  category: 'communication',
  aliases: ['meetings', 'video', 'webinar', 'server-to-server oauth', 's2s'],
  docsUrl: 'https://developers.zoom.us/docs/internal-apps/s2s-oauth/',
  icon: 'zoom',
  methods: {
    serverToServer: {
      title: 'Server-to-Server OAuth',
      fields: z.object({
        accountId: text({
          label: 'Account ID',
          help: app,
          helpUrl: 'https://marketplace.zoom.us/user/build',
        }),
        clientId: text({ label: 'Client ID', help: app }),
        clientSecret: secret({
          label: 'Client secret',
          help: 'Shown below the client ID. The app must be activated and have the scopes that your flows need.',
        }),
      }),
      baseUrl: 'https://api.zoom.us/v2',
      token: {
        grant: 'login',
        baseUrl: 'https://zoom.us',
        method: 'POST',
        path: '/oauth/token?grant_type=account_credentials&account_id={{accountId}}',
        place: [{ in: 'basic', user: '{{clientId}}', password: '{{clientSecret}}' }],
        ok: { status: 200, json: [{ at: '/access_token', exists: true }] },
        rejected: [
          { status: [400, 401], json: [{ at: '/error', oneOf: ['invalid_client', 'unauthorized_client'] }] },
        ],
        wrongTarget: [
          {
            status: 400,
            json: [
              { at: '/error', equals: 'invalid_request' },
              { at: '/reason', equals: 'Account does not exist' },
            ],
            reason: 'wrong_account',
          },
        ],
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: { token: 'is the proof', scopes: { at: '/scope' } },
    },
    oauth: {
      title: 'Connect with Zoom',
      fields: z.object({}),
      baseUrl: 'https://api.zoom.us/v2',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://zoom.us/oauth/authorize',
        url: 'https://zoom.us/oauth/token',
        clientAuth: 'basic',
        // PKCE is only for public client IDs, without a secret (developers.zoom.us/docs/integrations/PKCE).
        pkce: false,
        revoke: { url: 'https://zoom.us/oauth/revoke', token: 'access_token' },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: {
        method: 'GET',
        path: '/users/me',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        // The app does not have the scope.
        forbidden: [{ status: 400, json: [{ at: '/code', equals: 4711 }] }],
        identity: '/email',
      },
    },
  },
})
