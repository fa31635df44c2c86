import { z } from 'zod'
import type { AppGuide, HttpCheck, Method } from '../component.ts'
import { privateKey, scopes, text } from '../fields.ts'
import type { ScopeIncludes } from '../scopes.ts'

const tokenUrl = 'https://oauth2.googleapis.com/token'
const place: Method['place'] = [
  { in: 'header', name: 'authorization', value: 'Bearer {{token.access_token}}' },
]

/**
 * Source: OpenID Connect at developers.google.com/identity/openid-connect. It returns the identity of the
 * account.
 */
const whoConsented: HttpCheck = {
  baseUrl: 'https://openidconnect.googleapis.com',
  method: 'GET',
  path: '/v1/userinfo',
  ok: { status: 200, json: [{ at: '/sub', exists: true }] },
  identity: ['/email', '/sub'],
}

/**
 * How to create a client of the type “Web application”. Source: “Get started with the Google Auth Platform”, “Manage App
 * Audience” and “Manage OAuth Clients” at support.google.com/cloud; “Using OAuth 2.0 to Access Google APIs” at
 * developers.google.com/identity/protocols/oauth2, “Refresh token expiration”. The downloaded file is described at
 * github.com/googleapis/google-api-python-client, docs/client-secrets.md; `installed` is the type “Desktop app”.
 * @param api the name of the API in the library
 */
export const googleAppGuide = (api: string): AppGuide => ({
  page: { title: 'Google Auth Platform', url: 'https://console.cloud.google.com/auth/clients' },
  steps: [
    { text: `Choose or create a project. Under APIs & Services, Library, enable the ${api}.` },
    {
      text: 'In the Google Auth Platform, enter the name of your app under Branding. Under Audience, choose Internal if only your organization will connect, otherwise External.',
    },
    { text: 'Under Data Access, add these scopes.', copy: 'scopes', separator: '\n' },
    {
      text: 'Under Clients, create a client of the type “Web application”. Add this URL to its authorized redirect URIs.',
      copy: 'redirectUrl',
    },
    {
      text: 'Download the JSON file of the client, and paste its content here. Or copy the client ID and the client secret.',
    },
  ],
  notes: [
    'While the publishing status under Audience is “Testing”, only the listed test users can connect, and their access ends after 7 days. Choose Publish app to end this.',
    'Google shows the client secret only when the client is created.',
    'Changes of a client can take a few minutes to take effect.',
  ],
  file: {
    name: 'client_secret.json',
    paste: {
      json: { clientId: '/web/client_id', clientSecret: '/web/client_secret' },
      refused: [
        {
          json: [{ at: '/installed/client_id', exists: true }],
          message:
            'This file belongs to a desktop client. Create a client of the type “Web application”, and paste its file.',
        },
        {
          json: [{ at: '/type', equals: 'service_account' }],
          message:
            'This is the key file of a service account. Paste it into a credential with the method “Service account”.',
        },
      ],
    },
    redirectUrls: '/web/redirect_uris',
  },
})

const AUTH = 'https://www.googleapis.com/auth/'
const included = (...names: string[]) => names.map((name) => `${AUTH}${name}`)

/**
 * Source: the scopes that each method of the APIs accepts, in their references at developers.google.com. Changing the
 * settings of Gmail and the hidden data of an app in Drive need scopes of their own.
 */
export const googleScopeIncludes: ScopeIncludes = {
  'https://mail.google.com/': included('gmail.modify'),
  [`${AUTH}gmail.modify`]: included('gmail.readonly', 'gmail.compose', 'gmail.insert', 'gmail.labels'),
  [`${AUTH}gmail.compose`]: included('gmail.send'),
  [`${AUTH}gmail.readonly`]: included('gmail.metadata'),
  [`${AUTH}drive`]: included(
    'drive.readonly',
    'drive.file',
    'drive.metadata',
    'spreadsheets',
    'documents',
    'presentations',
  ),
  [`${AUTH}drive.readonly`]: included(
    'drive.metadata.readonly',
    'spreadsheets.readonly',
    'documents.readonly',
    'presentations.readonly',
  ),
  [`${AUTH}drive.metadata`]: included('drive.metadata.readonly'),
  [`${AUTH}spreadsheets`]: included('spreadsheets.readonly'),
  [`${AUTH}documents`]: included('documents.readonly'),
  [`${AUTH}presentations`]: included('presentations.readonly'),
  [`${AUTH}calendar`]: included(
    'calendar.readonly',
    'calendar.events',
    'calendar.calendars',
    'calendar.calendarlist',
    'calendar.acls',
  ),
  [`${AUTH}calendar.readonly`]: included(
    'calendar.events.readonly',
    'calendar.calendars.readonly',
    'calendar.calendarlist.readonly',
    'calendar.freebusy',
    'calendar.settings.readonly',
  ),
  [`${AUTH}calendar.events`]: included('calendar.events.readonly'),
  [`${AUTH}calendar.calendars`]: included('calendar.calendars.readonly'),
  [`${AUTH}calendar.calendarlist`]: included('calendar.calendarlist.readonly'),
  [`${AUTH}calendar.acls`]: included('calendar.acls.readonly'),
  [`${AUTH}tasks`]: included('tasks.readonly'),
  [`${AUTH}contacts`]: included('contacts.readonly'),
  [`${AUTH}forms.body`]: included('forms.body.readonly'),
  [`${AUTH}chat.messages`]: included('chat.messages.readonly', 'chat.messages.create'),
  [`${AUTH}chat.spaces`]: included('chat.spaces.readonly', 'chat.spaces.create'),
  [`${AUTH}chat.memberships`]: included('chat.memberships.readonly'),
  [`${AUTH}analytics`]: included('analytics.readonly'),
  [`${AUTH}youtube.force-ssl`]: included('youtube'),
  [`${AUTH}youtube`]: included('youtube.readonly', 'youtube.upload'),
  [`${AUTH}cloud-platform`]: included('bigquery', 'devstorage.full_control', 'pubsub', 'datastore'),
  [`${AUTH}bigquery`]: included('bigquery.readonly', 'bigquery.insertdata'),
  [`${AUTH}devstorage.full_control`]: included('devstorage.read_write'),
  [`${AUTH}devstorage.read_write`]: included('devstorage.read_only'),
}

interface Product<Scope extends string> {
  title: string
  baseUrl: string
  /** The scopes that can be requested, and the default selection. */
  options: Record<Scope, string>
  usual: NoInfer<Scope>[]
}

/**
 * The methods that the components of Google share; not a component. Source: “Using OAuth 2.0 for Web Server
 * Applications” and “Using OAuth 2.0 for Server to Server Applications” at
 * developers.google.com/identity/protocols. Google issues a refresh token only with offline access, and
 * repeatedly only if consent is prompted each time.
 */
export const googleMethods = <Scope extends string>({ title, baseUrl, options, usual }: Product<Scope>) => ({
  oauth: {
    title: `Connect with ${title}`,
    fields: z.object({ scopes: scopes({ options }).default(usual) }),
    baseUrl,
    token: {
      grant: 'authorization_code',
      authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      authorizeParameters: { access_type: 'offline', prompt: 'consent' },
      url: tokenUrl,
      clientAuth: 'body',
      // The verification request needs openid and email.
      scope: 'openid email {{scopes}}',
      // For a wrong secret, the description differs by the type of the client.
      wrongClient: { clientId: [{ at: '/error_description', equals: 'The OAuth client was not found.' }] },
      revoke: { url: 'https://oauth2.googleapis.com/revoke', reach: 'account' },
    },
    place,
    verify: whoConsented,
  } satisfies Method,
  serviceAccount: {
    title: 'Service account',
    fields: z.object({
      clientEmail: text({
        label: 'Service account',
        help: 'The client_email of its key file. You can paste the whole file here.',
        helpUrl: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
        placeholder: 'flows@my-project.iam.gserviceaccount.com',
      }),
      privateKey: privateKey({
        label: 'Private key',
        help: 'The private_key of the key file. In the Google Cloud console, open the service account, then Keys, Add key, JSON.',
      }),
      scopes: scopes({ options, help: 'Choose only what your flows need.' }).default(usual),
      subject: text({
        label: 'Act as',
        help: 'The user to act for. An administrator must allow the service account these scopes under Domain-wide delegation. Leave it empty to act as the service account itself.',
        placeholder: 'alice@example.com',
      })
        .regex(/^[^\s@:]+@[^\s@:]+$/, 'Enter an e-mail address')
        .optional(),
      keyId: text({
        label: 'Key ID',
        help: 'The private_key_id of the key file. Optional.',
        advanced: true,
      }).optional(),
    }),
    paste: {
      json: { clientEmail: '/client_email', privateKey: '/private_key', keyId: '/private_key_id' },
    },
    baseUrl,
    token: {
      grant: 'jwt_bearer',
      url: tokenUrl,
      clientAuth: 'none',
      key: '{{privateKey}}',
      keyId: '{{keyId}}',
      claims: { iss: '{{clientEmail}}', sub: '{{subject}}', scope: '{{scopes}}', aud: tokenUrl },
    },
    place,
    // The check does not show whether any resource is shared with the account.
    verify: { token: 'is the proof' },
  } satisfies Method,
})

/** The same methods for products that programs use without a user: the service account is the default. */
export const googleCloudMethods = <Scope extends string>(product: Product<Scope>) => {
  const { oauth, serviceAccount } = googleMethods(product)
  return { serviceAccount, oauth }
}
