import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, scopes } from '../fields.ts'

/**
 * Source: developers.docusign.com/platform/auth/confidential-authcode-get-token and
 * /platform/auth/reference/user-info. The user info lists the accounts of the user. The base_uri of an
 * account is the base URL for flow engines.
 */
export default defineComponent({
  id: 'docusign',
  title: 'DocuSign',
  description: 'Envelopes, templates and signatures',
  category: 'productivity',
  aliases: ['esignature', 'e-signature', 'contracts', 'documents', 'sign'],
  docsUrl: 'https://developers.docusign.com/platform/auth/',
  methods: {
    oauth: {
      title: 'Connect with DocuSign',
      fields: z.object({
        environment: choice({
          label: 'Environment',
          help: 'Developer accounts are in the demo environment, all others in production.',
          options: { account: 'Production', 'account-d': 'Demo' },
        }).default('account'),
        scopes: scopes({
          options: {
            signature: 'Send and read envelopes and templates',
            'click.manage': 'Manage clickwraps',
            'click.send': 'Send clickwraps',
            organization_read: 'See the organization',
            user_read: 'See users',
            user_write: 'Add and change users',
            group_read: 'See groups',
          },
        }).default(['signature']),
      }),
      baseUrl: 'https://{{environment}}.docusign.com',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://{{environment}}.docusign.com/oauth/auth',
        url: 'https://{{environment}}.docusign.com/oauth/token',
        clientAuth: 'basic',
        // With this scope, every use of the refresh token extends its lifetime.
        scope: 'extended {{scopes}}',
      },
      place: [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }],
      verify: {
        method: 'GET',
        path: '/oauth/userinfo',
        ok: { status: 200, json: [{ at: '/sub', exists: true }] },
        identity: ['/email', '/name'],
      },
    },
  },
})
