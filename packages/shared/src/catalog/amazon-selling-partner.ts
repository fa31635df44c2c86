import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, secret, text } from '../fields.ts'

/**
 * Source: developer-docs.amazon.com/sp-api, “Self-authorization”, “Connect to the SP-API” (access tokens come from
 * Login with Amazon for a refresh token), “SP-API endpoints” and “Sellers API v1 reference”. Every response 403 has
 * the code Unauthorized; with a new access token, it means a missing role or another region.
 */
export default defineComponent({
  id: 'amazon-selling-partner',
  title: 'Amazon Selling Partner',
  description: 'Orders, listings and reports of sellers at Amazon',
  category: 'commerce',
  aliases: ['amazon', 'sp-api', 'seller central', 'marketplace', 'fba', 'mws'],
  docsUrl: 'https://developer-docs.amazon.com/sp-api/docs/authorizing-selling-partner-api-applications',
  icon: 'amazon',
  methods: {
    refreshToken: {
      title: 'Self-authorized application',
      fields: z.object({
        region: choice({
          label: 'Region',
          help: 'The region of the marketplaces in which you sell.',
          options: { na: 'North America and Brazil', eu: 'Europe, India and Middle East', fe: 'Far East' },
        }).default('eu'),
        clientId: text({
          label: 'Client ID',
          help: 'In Seller Central, open Develop Apps, then LWA credentials of your application.',
          helpUrl: 'https://sellercentral.amazon.com/sellingpartner/developerconsole',
          placeholder: 'amzn1.application-oa2-client.…',
        }),
        clientSecret: secret({
          label: 'Client secret',
          help: 'Shown below the client ID. It expires after 180 days.',
        }),
        refreshToken: secret({
          label: 'Refresh token',
          help: 'In the menu of the application, choose Authorize, then Authorize app.',
          placeholder: 'Atzr|…',
        }),
      }),
      baseUrl: 'https://sellingpartnerapi-{{region}}.amazon.com',
      token: {
        grant: 'login',
        baseUrl: 'https://api.amazon.com',
        method: 'POST',
        path: '/auth/o2/token',
        body: {
          form: {
            grant_type: 'refresh_token',
            refresh_token: '{{refreshToken}}',
            client_id: '{{clientId}}',
            client_secret: '{{clientSecret}}',
          },
        },
        ok: { status: 200, json: [{ at: '/access_token', exists: true }] },
        rejected: [
          {
            status: [400, 401],
            json: [{ at: '/error', oneOf: ['invalid_grant', 'invalid_client', 'unauthorized_client'] }],
          },
        ],
        expires: { at: '/expires_in', as: 'lifetime' },
      },
      place: [{ in: 'header', name: 'x-amz-access-token', value: '{{token.access_token}}' }],
      verify: {
        method: 'GET',
        path: '/sellers/v1/marketplaceParticipations',
        ok: { status: 200, json: [{ at: '/payload', exists: true }] },
        identity: '/payload/0/storeName',
      },
    },
  },
})
