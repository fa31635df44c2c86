import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { choice, scopes, text } from '../fields.ts'

const place = [{ in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' }] as const

/**
 * Source: developers.docusign.com/platform/auth/confidential-authcode-get-token and
 * /platform/auth/reference/user-info. The user info lists the accounts of the user, each with the server of
 * its data. Requests of the eSignature API go below the account there.
 */
export default defineComponent({
  id: 'docusign',
  title: 'DocuSign',
  description: 'Envelopes, templates and signatures',
  category: 'productivity',
  aliases: ['esignature', 'e-signature', 'contracts', 'documents', 'sign'],
  docsUrl: 'https://developers.docusign.com/platform/auth/',
  icon: 'docusign',
  methods: {
    oauth: {
      title: 'Connect with DocuSign',
      fields: z.object({
        environment: choice({
          label: 'Environment',
          help: 'Developer accounts are in the demo environment, all others in production.',
          options: { account: 'Production', 'account-d': 'Demo' },
        }).default('account'),
        account: text({
          label: 'Account',
          help: 'The name or ID of the account, if the user has several. Leave it empty for their default account.',
          advanced: true,
        }).optional(),
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
      // Tokens from before the lookup have no account until their next refresh.
      baseUrl:
        '{{token.baseUri|suffix:/restapi/v2.1/accounts/|default:https://account.docusign.com}}{{token.accountId}}',
      token: {
        grant: 'authorization_code',
        authorizeUrl: 'https://{{environment}}.docusign.com/oauth/auth',
        url: 'https://{{environment}}.docusign.com/oauth/token',
        clientAuth: 'basic',
        // With this scope, every use of the refresh token extends its lifetime.
        scope: 'extended {{scopes}}',
        lookup: {
          baseUrl: 'https://{{environment}}.docusign.com',
          method: 'GET',
          path: '/oauth/userinfo',
          place,
          members: { baseUri: '/base_uri', accountId: '/account_id', accountName: '/account_name' },
          entries: {
            at: '/accounts',
            chosen: '{{account}}',
            by: ['/account_name', '/account_id'],
            preferred: { at: '/is_default', equals: true },
          },
          identity: 'accountName',
        },
      },
      place,
      verify: {
        baseUrl: 'https://{{environment}}.docusign.com',
        method: 'GET',
        path: '/oauth/userinfo',
        ok: { status: 200, json: [{ at: '/sub', exists: true }] },
        identity: ['/email', '/name'],
      },
    },
  },
})
