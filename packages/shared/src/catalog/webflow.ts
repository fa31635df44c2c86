import { z } from 'zod'
import { defineComponent, type HttpCheck } from '../component.ts'
import { scopes, secret } from '../fields.ts'

const check = {
  method: 'GET',
  path: '/sites',
  ok: { status: 200, json: [{ at: '/sites', exists: true }] },
  identity: ['/sites/0/displayName', '/sites/0/shortName'],
} satisfies HttpCheck

/**
 * Source: developers.webflow.com, “Site token”, “OAuth”, “Scopes” and “List sites”. The endpoint that
 * describes a token fails for site tokens, so the verification lists the sites.
 */
export default defineComponent({
  id: 'webflow',
  title: 'Webflow',
  description: 'Sites, collections and forms',
  category: 'content',
  aliases: ['website', 'cms', 'site builder', 'collections'],
  docsUrl: 'https://developers.webflow.com/data/reference/authentication/site-token',
  icon: 'webflow',
  methods: {
    token: {
      title: 'Site token',
      fields: z.object({
        token: secret({
          label: 'Site token',
          help: 'Create it in the site settings, under Apps & integrations, API access. It needs the permission to read sites.',
          helpUrl: 'https://developers.webflow.com/data/reference/authentication/site-token',
        }),
      }),
      baseUrl: 'https://api.webflow.com/v2',
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token}}' }],
      verify: check,
    },
    oauth: {
      title: 'Connect with Webflow',
      fields: z.object({
        scopes: scopes({
          options: {
            'sites:write': 'Publish sites',
            'cms:read': 'Read collections and items',
            'cms:write': 'Create and change items',
            'pages:read': 'Read pages',
            'pages:write': 'Change pages',
            'forms:read': 'Read forms and submissions',
            'forms:write': 'Change form submissions',
            'assets:read': 'See assets',
            'assets:write': 'Add and change assets',
            'ecommerce:read': 'Read products and orders',
            'ecommerce:write': 'Change products and orders',
            'comments:read': 'Read comments',
            'authorized_user:read': 'See your profile',
          },
        }).default(['cms:read']),
      }),
      baseUrl: 'https://api.webflow.com/v2',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://webflow.com/oauth/authorize',
        url: 'https://api.webflow.com/oauth/access_token',
        clientAuth: 'body',
        // Webflow documents no PKCE.
        pkce: false,
        scope: 'sites:read {{scopes}}',
        revoke: {
          baseUrl: 'https://webflow.com',
          method: 'POST',
          path: '/oauth/revoke_authorization',
          body: {
            json: {
              client_id: '{{app.clientId}}',
              client_secret: '{{app.clientSecret}}',
              access_token: '{{token.access_token}}',
            },
          },
          place: [],
          ok: { status: 200, json: [{ at: '/did_revoke', equals: true }] },
        },
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: check,
    },
  },
})
