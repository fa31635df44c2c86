import { z } from 'zod'
import { defineComponent, type Method, type TokenEndpoint } from '../component.ts'
import { choice, scopes, secret, secretText, text, variants } from '../fields.ts'

const domain = text({
  label: 'My Domain',
  help: 'The first part of the address at which you open Salesforce. For a sandbox, that part ends with .sandbox.',
  placeholder: 'acme',
  prefix: 'https://',
  suffix: '.my.salesforce.com',
})
  .toLowerCase()
  .overwrite((value) =>
    value.replace(/^https:\/\//, '').replace(/\.(?:my\.salesforce|lightning\.force)\.com.*$/, ''),
  )
  // The second part says what kind of organization it is: sandbox, develop, scratch.
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z]+)?$/,
    'Enter only the part before .my.salesforce.com, for example acme or acme--test.sandbox',
  )

const place: Method['place'] = [
  { in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' },
]
const quirks = {
  errors: { invalid_client_id: 'invalid_client' },
  // A session lasts as long as the organization says: two hours, unless it was changed, and never less than this.
  lifetime: 15 * 60,
} satisfies Partial<TokenEndpoint>

const loginHost = 'https://{{login.domain|suffix:.}}{{login.kind}}.salesforce.com'

/**
 * Source: “OAuth Authorization Flows” and “The UserInfo Endpoint” at help.salesforce.com. The answer to each grant tells
 * the address of the organization, as instance_url.
 */
export default defineComponent({
  id: 'salesforce',
  title: 'Salesforce',
  description: 'Leads, accounts, opportunities and custom objects',
  category: 'crm',
  aliases: ['sfdc', 'sales cloud', 'service cloud', 'force.com', 'crm'],
  docsUrl: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flows.htm&type=5',
  methods: {
    clientCredentials: {
      title: 'Client credentials',
      fields: z.object({
        domain,
        clientId: text({
          label: 'Consumer key',
          help: 'In Setup, open your app in the External Client App Manager, then its OAuth settings. The client credentials flow has to be enabled there, with a user to run as.',
        }),
        clientSecret: secret({ label: 'Consumer secret', help: 'It stands below the consumer key.' }),
      }),
      baseUrl: '{{token.instance_url}}',
      token: {
        grant: 'client_credentials',
        // Here the common addresses, such as login.salesforce.com, won’t do.
        url: 'https://{{domain}}.my.salesforce.com/services/oauth2/token',
        clientId: '{{clientId}}',
        clientSecret: '{{clientSecret}}',
        clientAuth: 'body',
        ...quirks,
      },
      place,
      verify: { token: 'is the proof', scopes: { at: '/scope' } },
    },
    jwt: {
      title: 'JWT bearer',
      fields: z.object({
        domain,
        audience: choice({
          label: 'Organization',
          help: 'What signs in to a sandbox is meant for test.salesforce.com, and all else for login.salesforce.com.',
          options: { login: 'Production or developer edition', test: 'Sandbox or scratch organization' },
        }).default('login'),
        clientId: text({
          label: 'Consumer key',
          help: 'In Setup, open your app in the External Client App Manager, then its OAuth settings.',
        }),
        user: text({
          label: 'User name',
          help: 'Of the user to act for. The app has to be approved for that user by an administrator.',
          placeholder: 'alice@example.com',
        }),
        privateKey: secretText({
          label: 'Private key',
          help: 'In PEM. The certificate that belongs to it has to be uploaded to the app.',
          placeholder: '-----BEGIN PRIVATE KEY-----',
        }),
      }),
      baseUrl: '{{token.instance_url}}',
      token: {
        grant: 'jwt_bearer',
        url: 'https://{{domain}}.my.salesforce.com/services/oauth2/token',
        clientAuth: 'none',
        key: '{{privateKey}}',
        claims: {
          iss: '{{clientId}}',
          sub: '{{user}}',
          aud: 'https://{{audience}}.salesforce.com',
        },
        ...quirks,
      },
      place,
      verify: { token: 'is the proof', scopes: { at: '/scope' } },
    },
    oauth: {
      title: 'Connect with Salesforce',
      fields: z.object({
        login: variants(
          {
            label: 'Sign in at',
            help: 'Your My Domain, if your organization does not let you sign in elsewhere.',
            options: {
              login: 'login.salesforce.com',
              test: 'test.salesforce.com, for sandboxes',
              my: 'My Domain',
            },
          },
          [
            z.object({ kind: z.literal('login') }),
            z.object({ kind: z.literal('test') }),
            z.object({ kind: z.literal('my'), domain }),
          ],
        ).default({ kind: 'login' }),
        scopes: scopes({
          options: {
            api: 'Read and change records through the API',
            chatter_api: 'Read and write in Chatter',
            wave_api: 'Use CRM Analytics',
            cdp_query_api: 'Query Data Cloud',
            pardot_api: 'Use Account Engagement (Pardot)',
            custom_permissions: 'See the custom permissions of the user',
            web: 'Sign in to the website',
            full: 'Do all that the user may do',
          },
        }).default(['api']),
      }),
      baseUrl: '{{token.instance_url}}',
      token: {
        grant: 'authorization_code',
        authorizeUrl: `${loginHost}/services/oauth2/authorize`,
        url: `${loginHost}/services/oauth2/token`,
        clientAuth: 'body',
        scope: 'openid refresh_token {{scopes}}',
        revoke: { url: `${loginHost}/services/oauth2/revoke` },
        ...quirks,
      },
      place,
      verify: {
        method: 'GET',
        path: '/services/oauth2/userinfo',
        ok: {
          status: 200,
          json: [
            { at: '/user_id', exists: true },
            { at: '/organization_id', exists: true },
          ],
        },
        rejected: [{ status: 403, text: ['Bad_OAuth_Token', 'Missing_OAuth_Token'] }],
        identity: ['/preferred_username', '/email'],
      },
    },
  },
})
