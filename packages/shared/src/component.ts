import type { z } from 'zod'

/** Text with `{{field}}` and filters, for example `https://{{subdomain}}.zendesk.com`. See auth/template.ts. */
export type Template = string

/** An RFC 6901 pointer into a JSON answer: `/user/email`. */
export type Pointer = string

/** Where a method puts a value in a request. All placements of a method are applied, but for those without a value. */
export type Placement =
  | { in: 'header' | 'query' | 'cookie' | 'body'; name: Template; value: Template }
  | { in: 'basic'; user: Template; password: Template }

/** What an answer must be like. Every part that is given has to hold. */
export interface AnswerRule {
  /** Exact codes, or a class such as `2xx`. Absent: any. */
  status?: number | '2xx' | readonly number[]
  /** The body is JSON and each test holds; an empty list asks only for JSON. */
  json?: readonly JsonTest[]
  /** The body holds one of these texts. For answers that aren't JSON. */
  text?: readonly string[]
}
export type JsonTest = { at: Pointer } & (
  | { equals: unknown }
  | { oneOf: readonly unknown[] }
  | { exists: boolean }
)

/** A request as data. */
export interface RequestTemplate {
  method: 'GET' | 'POST' | 'HEAD' | 'DELETE'
  /** A path on the method's base URL; it can't lead to another origin. */
  path: Template
  headers?: Record<string, Template>
  /** Every text in `json` is a template. */
  body?: { json: unknown } | { form: Record<string, Template> }
}

/** How an answer is read. The first list that holds decides: rejected, forbidden, elsewhere, ok. */
export interface AnswerReading {
  ok: AnswerRule
  rejected?: readonly (AnswerRule & { because?: RejectedBecause })[]
  forbidden?: readonly AnswerRule[]
  /** It does not know such an account, or is the wrong region: the address is to blame, not the key. */
  elsewhere?: readonly (AnswerRule & { because: ElsewhereBecause })[]
  /** Who the credential belongs to, for people to tell credentials apart. */
  identity?: Pointer | readonly Pointer[]
  /** The granted scopes: a list, or one text with commas or spaces. */
  scopes?: Source
  /** When the credential stops working: a date, a Unix time, or seconds from now. */
  expires?: Source & { as: 'date' | 'seconds' | 'milliseconds' | 'lifetime' }
}

/** Where in an answer something stands. */
export type Source =
  | { header: string }
  | { at: Pointer /** In a list of objects, where each has it. */; each?: Pointer }

/** `key_or_region`: the vendor gives the same answer to a wrong key and to a key of another region or site. */
export type RejectedBecause = 'anonymous' | 'bad_login' | 'key_or_region' | 'no_such_bucket'
export type ElsewhereBecause = 'wrong_account' | 'wrong_region' | 'wrong_clock'

/**
 * The dry request over HTTP. Without rules of its own a component gets the usual reading: 401 is `rejected`,
 * 403 `limited`, 429 `rate_limited`, a redirect, a web page or anything else `unexpected`.
 */
export interface HttpCheck extends RequestTemplate, AnswerReading {
  /** Where it differs from the method's. */
  baseUrl?: Template
  /**
   * Ask again with spoilt secrets: an address that answers the same proves nothing. For components that don't know
   * what they ask.
   */
  control?: true
}

/**
 * What is asked for before every other request. Its answer is at hand in templates: `{{token.access_token}}`,
 * `{{token.instance_url}}`.
 */
export type TokenRequest = AuthorizationCode | DeviceCode | ClientCredentials | JwtBearer | Login

/** What OAuth grants have in common: who asks, where, and how the vendor differs from the standard. */
export interface TokenEndpoint {
  /** The token endpoint. */
  url: Template
  /** An issuer whose metadata tells the endpoints, where it renders to something; else those given here count. */
  discover?: Template
  /**
   * The client, from fields of the credential. Without them it is an OAuth app that was set up for the component, and
   * then the addresses must lead to the vendor whatever is typed: the app's secret is not the typist's.
   */
  clientId?: Template
  clientSecret?: Template
  /** A private key in PEM, for `private_key_jwt`. */
  clientKey?: Template
  /** How the client proves who it is: `basic`, `body` (in the form), `private_key_jwt` or `none`. */
  clientAuth: Template
  /** Further ones: audience, resource. Those that render to nothing are left out. */
  parameters?: Record<string, Template>
  /** The vendor wants the request as JSON. */
  body?: 'json'
  /** Where the answer holds what the standard has at `/access_token` and so on. */
  answer?: Partial<Record<'accessToken' | 'refreshToken' | 'expiresIn' | 'scope' | 'error', Pointer>>
  /** The vendor's own words for the errors of the standard: `{ bad_refresh_token: 'invalid_grant' }`. */
  errors?: Record<string, 'invalid_grant' | 'invalid_client' | 'authorization_pending' | 'slow_down'>
  /** How long access tokens are good for where the answer doesn't tell, in seconds. */
  lifetime?: number
}

/** Scopes are asked for separated by spaces, unless `join` in the template says otherwise. */
interface Asking {
  /** What is asked for: `openid {{scopes}}`. */
  scope?: Template
  /** For vendors who call it something else. */
  scopeParameter?: string
}

/** What is done with the tokens that a person granted, besides using them. */
interface Granted {
  /** How the access token is renewed in the vendor's own way; the standard's needs nothing here. */
  refresh?: {
    /** Where it is not the token endpoint. */
    url?: Template
    /** And what is sent instead of the refresh token. */
    grantType?: string
    parameters?: Record<string, Template>
  }
  /** Taking the grant back at the vendor: by RFC 7009, or by a request of the vendor's own. */
  revoke?: {
    /** It ends all that this account granted to the app, so it is not done while other credentials live by that. */
    reach?: 'account'
  } & (
    | {
        url: Template
        /** Where it is not the refresh token that ends the grant. */
        token?: 'access_token'
        /** Where it is not the token endpoint's. */
        clientAuth?: 'basic' | 'body' | 'none'
      }
    | (RequestTemplate & {
        baseUrl: Template
        place: readonly Placement[]
        /** Unless the status alone tells. */
        ok?: AnswerRule
      })
  )
}

/** A person grants access in a browser: RFC 6749 section 4.1, always with PKCE. */
export interface AuthorizationCode extends TokenEndpoint, Asking, Granted {
  grant: 'authorization_code'
  authorizeUrl: Template
  /** Further ones: access_type, prompt, audience. Those that render to nothing are left out. */
  authorizeParameters?: Record<string, Template>
  /** The vendor refuses requests with a challenge. */
  pkce?: false
  /** Who the vendor says it is, where it says so on the way back (RFC 9207). */
  issuer?: Template
  /** Parameters of the way back that are needed later, as `{{token.realmId}}`. */
  redirectParameters?: readonly string[]
}

/** A person grants access on another device: RFC 8628. */
export interface DeviceCode extends TokenEndpoint, Asking, Granted {
  grant: 'device_code'
  /** The device authorization endpoint. */
  deviceUrl: Template
}

/** RFC 6749 section 4.4. */
export interface ClientCredentials extends TokenEndpoint {
  grant: 'client_credentials'
}

/** A service account speaks for itself with a JWT that it signs: RFC 7523. */
export interface JwtBearer extends TokenEndpoint {
  grant: 'jwt_bearer'
  /** In PEM. */
  key: Template
  keyId?: Template
  /** iss, sub, aud and whatever else the vendor wants in it. Those that render to nothing are left out. */
  claims: Record<string, Template>
}

/** A request of the vendor's own that gives a session for user and password. */
export interface Login extends RequestTemplate, AnswerReading {
  grant: 'login'
  /** Where it differs from the method's. */
  baseUrl?: Template
  place?: readonly Placement[]
}

/** The grants that a person gives in a browser: no fields of a form could hold them. */
export type ConsentRequest = AuthorizationCode | DeviceCode
export const asksConsent = (token: TokenRequest | undefined): token is ConsentRequest =>
  token?.grant === 'authorization_code' || token?.grant === 'device_code'

/** Whether a method's client is an OAuth app that is set up once, and not part of each credential. */
export const needsApp = ({ token }: Pick<Method, 'token'>): boolean =>
  asksConsent(token) && token.clientId === undefined

/** The token request itself is the proof. */
export interface TokenCheck {
  token: 'is the proof'
  identity?: AnswerReading['identity']
  scopes?: Source
}

/** Signs every request by a scheme that placements can't express. */
export type Signer =
  | {
      scheme: 'aws-sigv4'
      accessKeyId: Template
      secretAccessKey: Template
      sessionToken: Template
      region: Template
      service: string
    }
  | { scheme: 'digest'; user: Template; password: Template }

/** A check through a real driver; `map` gives the driver its options. */
export type DriverCheck = {
  [Name in keyof DriverOptions]: { driver: Name; map: DriverOptions[Name] }
}[keyof DriverOptions]

/** The drivers and the options each of them needs, as templates. */
export interface DriverOptions {
  postgres: Options<Address | Tls | ClientCertificate | 'database' | 'user' | 'password'>
  mysql: Options<Address | Tls | ClientCertificate | 'database' | 'user' | 'password'>
  sqlserver: Options<Address | Tls | 'database' | 'user' | 'password'>
  mongodb: Options<Address | Tls | ClientCertificate | 'authSource' | 'user' | 'password'>
  redis: Options<Address | Tls | ClientCertificate | 'database' | 'user' | 'password'>
  smtp: Options<Address | StartTls | 'user' | 'password'>
  amqp: Options<Address | Tls | ClientCertificate | 'vhost' | 'user' | 'password'>
  mqtt: Options<Address | Tls | ClientCertificate | 'user' | 'password' | 'version'>
  /** One of the four ways to sign in. */
  nats: Options<Address | Tls | ClientCertificate> &
    Partial<Options<'user' | 'password' | 'token' | 'credentials' | 'seed'>>
  kafka: Options<Address | Tls | ClientCertificate | 'mechanism' | 'user' | 'password'>
  imap: Options<Address | StartTls | 'user' | 'password'>
  ftp: Options<Address | StartTls | 'user' | 'password'>
  ldap: Options<Address | StartTls | 'baseDn' | 'user' | 'password'>
  /** A password, or a private key. */
  sftp: Options<Address | 'hostKey' | 'user'> & Partial<Options<'password' | 'privateKey' | 'passphrase'>>
}
type Options<Name extends string> = Record<Name, Template>
// The fields of these names are made in connection.ts.
type Address = 'host' | 'port'
type Tls = 'tls' | 'ca'
type StartTls = 'security' | 'anyCertificate' | 'ca'
type ClientCertificate = 'certificate' | 'privateKey'
export type DriverName = keyof DriverOptions

/** What people may paste instead of filling in each field. */
export interface Paste {
  /** Connection strings, by scheme; each brings values of its own, such as the encryption that it stands for. */
  schemes?: Record<string, Record<string, unknown>>
  /** The field that the path of a connection string is. */
  path?: string
  /** Fields by the parameters of a connection string; values that a field doesn't take are left out. */
  parameters?: Record<string, string>
  /** Key files in JSON: where each field stands. */
  json?: Record<string, Pointer>
}

export type Check = HttpCheck | TokenCheck | DriverCheck | { untestable: string }

/** Addresses that the installation itself can supply when a field is left empty. */
export type SuppliedAddress = 'petstoreSandbox'

/** One way to authenticate with a component. */
export interface Method<Fields extends z.ZodObject = z.ZodObject> {
  title: string
  /** The form is drawn from this and nothing else. */
  fields: Fields
  /** The address that check and flow engine start from. */
  baseUrl?: Template
  place: readonly Placement[]
  token?: TokenRequest
  signer?: Signer
  verify: Check
  paste?: Paste
  /** Fields that the installation fills when they are left empty, as long as it has such an address. */
  supplied?: Partial<Record<keyof z.infer<Fields> & string, SuppliedAddress>>
}

export const CATEGORIES = {
  tutorial: 'Tutorial',
  generic: 'Any application',
  development: 'Development',
  productivity: 'Projects and documents',
  communication: 'Messages and calls',
  support: 'Customer support',
  crm: 'Sales and CRM',
  marketing: 'Marketing',
  commerce: 'Shops and payments',
  content: 'Websites and content',
  ai: 'AI',
  analytics: 'Data and analytics',
  hr: 'People and HR',
  identity: 'Identity',
  database: 'Databases',
  messaging: 'Messaging',
  email: 'E-mail',
  files: 'Files and storage',
  directory: 'Directories',
} as const
export type Category = keyof typeof CATEGORIES

/**
 * The connector to one application: data, not code. It stays serialisable but for the zod schemas,
 * so that components can come from outside later.
 */
export interface Component<Methods extends Record<string, Method> = Record<string, Method>> {
  id: string
  title: string
  /** One line: what it is. */
  description: string
  category: Category
  /** Other words that people search for. */
  aliases?: readonly string[]
  /** The vendor's page on authentication. */
  docsUrl: string
  /** A name in the web's icon list; without one the card shows a monogram. */
  icon?: string
  methods: Methods
}

/** Keeps the exact type of every method's fields, so that values stay typed for callers. */
export function defineComponent<const Methods extends Record<string, Method>>(component: Component<Methods>) {
  return component
}

/** The values of one method of a component: `Values<typeof petstore, 'apiKey'>` is `{ baseUrl?: string, apiKey: string }`. */
export type Values<C extends Component, M extends keyof C['methods']> = z.infer<C['methods'][M]['fields']>
