import { z } from 'zod'
import { defineComponent, type Method, type TokenEndpoint } from '../component.ts'
import { choice, extracting, privateKey, scopes, secret, text, variants } from '../fields.ts'

const domainField = text({
  label: 'My Domain',
  help: 'The first part of your Salesforce URL. For a sandbox, this part ends with .sandbox.',
  placeholder: 'acme',
  prefix: 'https://',
  suffix: '.my.salesforce.com',
}).toLowerCase()
const ownPart = '^(?:https://)?(.*?)(?:\\.(?:my\\.salesforce|lightning\\.force)\\.com[\\s\\S]*)?$'
const domain = extracting(domainField, ownPart)
  // The second part is the kind of the organization: sandbox, develop or scratch.
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z]+)?$/,
    'Enter only the part before .my.salesforce.com, for example acme or acme--test.sandbox',
  )

const place: Method['place'] = [
  { in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' },
]
const quirks = {
  errors: { invalid_client_id: 'invalid_client' },
  // The organization defines the session length: two hours by default. This value is the minimum.
  lifetime: 15 * 60,
} satisfies Partial<TokenEndpoint>

const loginHost = 'https://{{login.domain|suffix:.}}{{login.kind}}.salesforce.com'

/**
 * Source: “OAuth Authorization Flows” and “The UserInfo Endpoint” at help.salesforce.com. The response of
 * each grant contains the URL of the organization as instance_url. The guide follows “Create a Local External Client App”
 * and “Configure the External Client App OAuth Settings”.
 */
export default defineComponent({
  id: 'salesforce',
  title: 'Salesforce',
  description: 'Leads, accounts, opportunities and custom objects',
  category: 'crm',
  aliases: ['sfdc', 'sales cloud', 'service cloud', 'force.com', 'crm'],
  docsUrl: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flows.htm&type=5',
  icon: 'salesforce',
  appGuide: {
    page: { title: 'Salesforce login', url: 'https://login.salesforce.com' },
    steps: [
      {
        text: 'In Setup, open External Client App Manager, and choose New External Client App. Enter a name and an address.',
      },
      {
        text: 'Under API (Enable OAuth Settings), choose Enable OAuth, and enter this callback URL.',
        copy: 'redirectUrl',
      },
      {
        text: 'Select these OAuth scopes. “Perform requests at any time (refresh_token, offline_access)” is necessary: without it, access ends with the session.',
        copy: 'scopes',
      },
      { text: 'Keep “Require secret for Web Server Flow” selected, and create the app.' },
      {
        text: 'In its settings, under OAuth Settings, choose Consumer Key and Secret. Enter the consumer key below as client ID, and the consumer secret as client secret.',
      },
    ],
    notes: [
      'A new app can take up to 10 minutes to become active. Until then, Salesforce does not know its consumer key.',
      'Salesforce redirects only to https URLs and to localhost.',
      'In a sandbox, sign in at test.salesforce.com, and choose it in the credential too.',
    ],
  },
  // help.salesforce.com, “OAuth Tokens and Scopes”: “full” includes all but the permission to refresh tokens.
  scopeIncludes: {
    full: ['api', 'web', 'id', 'wave_api', 'cdp_query_api', 'pardot_api', 'custom_permissions', 'eclair_api'],
    api: ['chatter_api'],
    web: ['visualforce'],
  },
  methods: {
    oauth: {
      title: 'Connect with Salesforce',
      fields: z.object({
        login: variants(
          {
            label: 'Sign in at',
            help: 'Your My Domain, if your organization allows sign-in only there.',
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
            full: 'Full access with the permissions of the user',
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
    clientCredentials: {
      title: 'Client credentials',
      fields: z.object({
        domain,
        clientId: text({
          label: 'Consumer key',
          help: 'In Setup, open your app in the External Client App Manager, then its OAuth settings. Enable the client credentials flow there, with a user to run as.',
        }),
        clientSecret: secret({ label: 'Consumer secret', help: 'Shown below the consumer key.' }),
      }),
      baseUrl: '{{token.instance_url}}',
      token: {
        grant: 'client_credentials',
        // This flow does not work at general URLs such as login.salesforce.com.
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
          help: 'The audience of the JWT. Sandboxes use test.salesforce.com, all other organizations login.salesforce.com.',
          options: { login: 'Production or developer edition', test: 'Sandbox or scratch organization' },
        }).default('login'),
        clientId: text({
          label: 'Consumer key',
          help: 'In Setup, open your app in the External Client App Manager, then its OAuth settings.',
        }),
        user: text({
          label: 'User name',
          help: 'The user to act for. An administrator must approve the app for this user.',
          placeholder: 'alice@example.com',
        }),
        privateKey: privateKey({
          label: 'Private key',
          help: 'In PEM format. Upload the matching certificate to the app.',
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
  },
})
