import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { scopes } from '../fields.ts'

/**
 * Source: learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow and
 * /linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2. A token is valid for two months. Only
 * partners of LinkedIn get a refresh token. LinkedIn rejects a PKCE verifier from apps with a client secret.
 */
export default defineComponent({
  id: 'linkedin',
  title: 'LinkedIn',
  description: 'Posts, organizations and ads',
  category: 'marketing',
  aliases: ['social media', 'network', 'ads', 'company page'],
  docsUrl: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authentication',
  icon: 'linkedin',
  methods: {
    oauth: {
      title: 'Connect with LinkedIn',
      fields: z.object({
        scopes: scopes({
          options: {
            email: 'See the e-mail address',
            w_member_social: 'Post, comment and react as the member',
            r_organization_social: 'Read posts of organizations',
            w_organization_social: 'Post, comment and react as an organization',
            rw_organization_admin: 'Manage pages of organizations and read their statistics',
            r_ads: 'Read ad accounts and campaigns',
            rw_ads: 'Create and change campaigns',
            r_ads_reporting: 'Read figures of campaigns',
          },
        }).default(['email', 'w_member_social']),
      }),
      baseUrl: 'https://api.linkedin.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://www.linkedin.com/oauth/v2/authorization',
        url: 'https://www.linkedin.com/oauth/v2/accessToken',
        clientAuth: 'body',
        // LinkedIn offers PKCE only for native clients, at other endpoints.
        pkce: false,
        scope: 'openid profile {{scopes}}',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: {
        method: 'GET',
        path: '/v2/userinfo',
        ok: { status: 200, json: [{ at: '/sub', exists: true }] },
        identity: ['/email', '/name'],
      },
    },
  },
})
