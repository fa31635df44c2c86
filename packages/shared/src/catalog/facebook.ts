import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { scopes } from '../fields.ts'

const place = [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }] as const

/**
 * Source: developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow,
 * /guides/access-tokens/get-long-lived (there is no refresh token) and /docs/graph-api/guides/error-handling:
 * code 190 is a wrong or expired token, 102 an expired session, 10 and 200 a missing permission. Pages have
 * their own tokens, which flow engines get from /me/accounts.
 */
export default defineComponent({
  id: 'facebook',
  title: 'Facebook',
  description: 'Pages, posts, ads and Instagram, through the Graph API',
  category: 'marketing',
  aliases: ['meta', 'graph', 'instagram', 'pages', 'ads', 'social media'],
  docsUrl: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens',
  icon: 'facebook',
  methods: {
    oauth: {
      title: 'Connect with Facebook',
      fields: z.object({
        scopes: scopes({
          options: {
            email: 'See the e-mail address',
            pages_show_list: 'See which pages there are',
            pages_read_engagement: 'Read posts and statistics of pages',
            pages_read_user_content: 'Read posts of other users on pages',
            pages_manage_posts: 'Write posts on pages',
            pages_manage_engagement: 'Reply to and moderate comments on pages',
            pages_messaging: 'Read and write messages of pages',
            read_insights: 'Read statistics of pages and apps',
            leads_retrieval: 'Read leads from lead ads',
            ads_read: 'Read ads and their statistics',
            ads_management: 'Create and change ads',
            business_management: 'Manage a business portfolio',
            instagram_basic: 'Read the profile and posts on Instagram',
            instagram_content_publish: 'Publish posts on Instagram',
            instagram_manage_comments: 'Read and reply to comments on Instagram',
          },
        }).default(['pages_show_list', 'pages_read_engagement']),
      }),
      baseUrl: 'https://graph.facebook.com/v24.0',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://www.facebook.com/v24.0/dialog/oauth',
        url: 'https://graph.facebook.com/v24.0/oauth/access_token',
        clientAuth: 'body',
        // The token endpoint rejects a verifier, except for OpenID Connect.
        pkce: false,
        errors: { '102': 'invalid_grant', '190': 'invalid_grant' },
        scope: 'public_profile{{scopes|join:,|prefix:,}}',
        refresh: {
          grantType: 'fb_exchange_token',
          parameters: { fb_exchange_token: '{{token.access_token}}' },
        },
        revoke: {
          reach: 'account',
          baseUrl: 'https://graph.facebook.com/v24.0',
          method: 'DELETE',
          path: '/me/permissions',
          place,
          ok: { status: 200, json: [{ at: '/success', equals: true }] },
        },
      },
      place,
      verify: {
        method: 'GET',
        path: '/me?fields=id,name',
        ok: { status: 200, json: [{ at: '/id', exists: true }] },
        rejected: [{ status: [400, 401], json: [{ at: '/error/code', oneOf: [102, 190] }] }],
        forbidden: [{ status: [400, 403], json: [{ at: '/error/code', oneOf: [10, 200] }] }],
        identity: ['/name', '/id'],
      },
    },
  },
})
