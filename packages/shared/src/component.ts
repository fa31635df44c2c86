import type { z } from 'zod'
import type { ScopeIncludes } from './scopes.ts'

/**
 * Text with `{{field}}` placeholders and filters, for example `https://{{subdomain}}.zendesk.com`. See
 * auth/template.ts.
 */
export type Template = string

/** A JSON pointer (RFC 6901) into a response body: `/user/email`. */
export type Pointer = string

/**
 * Where a method puts a value in a request. All placements of a method apply; those without a value are left
 * out.
 */
export type Placement =
  | { in: 'header' | 'query' | 'cookie' | 'body'; name: Template; value: Template }
  /** Any number of values, one per line: `Name: value` for headers, `name=value` for all others. */
  | { in: 'header' | 'query' | 'cookie' | 'body'; lines: Template }
  | { in: 'basic'; user: Template; password: Template }

/** A condition on a response. Every part that is present must match. */
export interface ResponseRule {
  /** Exact status codes, or the class `2xx`. If absent, any status matches. */
  status?: number | '2xx' | readonly number[]
  /** The body is JSON and every test passes. An empty list only requires JSON. */
  json?: readonly JsonTest[]
  /** The body contains one of these texts. For responses that are not JSON. */
  text?: readonly string[]
}
/** A test of one value in a JSON response. */
export type JsonTest = { at: Pointer } & (
  | { equals: unknown }
  | { oneOf: readonly unknown[] }
  | { exists: boolean }
)

/** An HTTP request as data. */
export interface RequestTemplate {
  method: HttpMethod | `{{${string}}}`
  /** A path below the base URL of the method. It can't lead to another origin. */
  path: Template
  headers?: Record<string, Template>
  /** Every string in `json` is a template. `text` is a JSON text as a whole. */
  body?: { json: unknown } | { form: Record<string, Template> } | { text: Template }
}
/** The methods of verification requests. */
export type HttpMethod = 'GET' | 'POST' | 'HEAD' | 'DELETE'

/**
 * Rules that classify a response. The first that matches decides, in this order: rejected, forbidden,
 * wrongTarget, ok.
 */
export interface ResponseRules {
  ok: ResponseRule
  rejected?: readonly (ResponseRule & { reason?: RejectionReason })[]
  forbidden?: readonly ResponseRule[]
  /** The target address is wrong, not the key: an unknown account, or another region. */
  wrongTarget?: readonly (ResponseRule & { reason: WrongTargetReason })[]
  /**
   * The account that the credential belongs to. Users tell credentials apart by it. The first non-empty value
   * counts.
   */
  identity?: Pointer | readonly Pointer[]
  /** The granted scopes: a list, or one string separated by commas or spaces. */
  scopes?: Source
  /**
   * When the credential expires: a date, a Unix time in seconds or milliseconds, or a lifetime in seconds.
   */
  expires?: Source & { as: 'date' | 'seconds' | 'milliseconds' | 'lifetime' }
}

/** Where a response has a value. */
export type Source =
  | { header: string }
  | { at: Pointer /** For a list of objects: where each object has the value. */; each?: Pointer }

/**
 * Why a response means `rejected`. `key_or_region`: the provider does not distinguish a wrong key from a key
 * of another region.
 */
export type RejectionReason = 'anonymous' | 'bad_login' | 'key_or_region' | 'no_such_bucket'
/** Why a response means that the target address is wrong. */
export type WrongTargetReason = 'wrong_account' | 'wrong_region' | 'wrong_clock'

/**
 * The verification request over HTTP. A response that no rule matches gets the default meaning of its status:
 * 401 is `rejected`, 403 `limited`, 429 `rate_limited`; a redirect, a web page or any other response is
 * `unexpected`.
 */
export interface HttpCheck extends RequestTemplate, ResponseRules {
  /** The base URL, if it differs from that of the method. */
  baseUrl?: Template
  /**
   * Repeat the request with invalid secrets. If the response is the same, the request proves nothing. For
   * generic components, whose request the user defines.
   */
  control?: true
}

/**
 * The request for a token that precedes every other request. Templates can use its response:
 * `{{token.access_token}}`, `{{token.instance_url}}`.
 */
export type TokenRequest = AuthorizationCode | DeviceCode | ClientCredentials | JwtBearer | Login

/** The parts of an OAuth client. */
export type ClientPart = 'clientId' | 'clientSecret'

/**
 * The token endpoint of an OAuth grant: the client, the URL, and deviations of the provider from the
 * standard.
 */
export interface TokenEndpoint {
  /** The URL of the token endpoint. */
  url: Template
  /**
   * The issuer whose metadata names the endpoints. If it renders to an empty string, the endpoints given here
   * apply.
   */
  discover?: Template
  /**
   * The client, from fields of the credential. If absent, the client is an OAuth app. In that case the URLs
   * must lead to the provider for all field values, because users must not be able to send the app's secret
   * elsewhere.
   */
  clientId?: Template
  clientSecret?: Template
  /** A private key in PEM format, for `private_key_jwt`. */
  clientKey?: Template
  /** How the client authenticates: `basic`, `body` (in the form), `private_key_jwt` or `none`. */
  clientAuth: Template
  /** Further parameters, such as audience or resource. Those that render to an empty string are left out. */
  parameters?: Record<string, Template>
  /** Any number of further parameters: `name=value`, one per line. */
  moreParameters?: Template
  /** The provider requires a JSON request. */
  body?: 'json'
  /**
   * Where the response has the values, if not at the standard places such as `/access_token`. Values that are not there
   * are taken from the standard places.
   */
  answer?: Partial<Record<'accessToken' | 'refreshToken' | 'expiresIn' | 'scope' | 'error', Pointer>>
  /** Maps error codes of the provider to standard ones: `{ bad_refresh_token: 'invalid_grant' }`. */
  errors?: Record<string, 'invalid_grant' | 'invalid_client' | 'authorization_pending' | 'slow_down'>
  /** Error responses that say which part of the client is wrong. One test that passes is sufficient. */
  wrongClient?: Partial<Record<ClientPart, readonly JsonTest[]>>
  /** The lifetime of access tokens in seconds, if the response does not contain it. */
  lifetime?: number
}

/** How scopes are requested. They are separated by spaces, unless the template uses the filter `join`. */
interface ScopeParameters {
  /** The requested scopes: `openid {{scopes}}`. */
  scope?: Template
  /** The name of the parameter, if it is not `scope`. */
  scopeParameter?: string
}

/**
 * A request after the consent, for what only the provider knows: the address or the id of the account. It is sent once,
 * with the token. If it fails, the connection is refused.
 */
export interface TokenLookup extends RequestTemplate {
  baseUrl: Template
  place: readonly Placement[]
  /**
   * The members to add to the token, and where the response, or its entry, has each. Templates read them as
   * `{{token.cloudId}}`. Names of the standard, such as access_token, are not allowed.
   */
  members: Record<string, Pointer>
  /** Set if the response lists several accounts. */
  entries?: {
    /** Where the list is. An empty string if it is the whole response. */
    at: Pointer
    /**
     * What the user entered to choose an entry, and where entries have it. Without an input, the preferred entry counts,
     * or else the first one.
     */
    chosen: Template
    by: readonly Pointer[]
    preferred?: JsonTest
  }
  /** The member that names the account. It becomes the identity of the credential. */
  identity?: string
}

/** How a grant of a user is completed, refreshed and revoked. */
interface GrantLifecycle {
  /** What must be found out after the consent. */
  lookup?: TokenLookup
  /** How the access token is refreshed, if the provider deviates from the standard. */
  refresh?: {
    /** The URL, if it is not the token endpoint. */
    url?: Template
    /** The `grant_type` to send, if it is not `refresh_token`. */
    grantType?: string
    /** The parameters to send instead of the refresh token. */
    parameters?: Record<string, Template>
  }
  /** How the grant is revoked at the provider: by RFC 7009, or by a request of its own. */
  revoke?: {
    /**
     * The revocation ends all grants of the account to the app. It is skipped while other credentials depend
     * on them.
     */
    reach?: 'account'
  } & (
    | {
        url: Template
        /** Set if the access token, not the refresh token, must be sent. */
        token?: 'access_token'
        /** The client authentication, if it differs from that of the token endpoint. */
        clientAuth?: 'basic' | 'body' | 'none'
      }
    | (RequestTemplate & {
        baseUrl: Template
        place: readonly Placement[]
        /** The condition for success, if the status is not sufficient. */
        ok?: ResponseRule
      })
  )
}

/**
 * The authorization code grant (RFC 6749 section 4.1): a user grants access in a browser. Uses PKCE by
 * default.
 */
export interface AuthorizationCode extends TokenEndpoint, ScopeParameters, GrantLifecycle {
  grant: 'authorization_code'
  authorizeUrl: Template
  /** Further parameters, such as access_type or prompt. Those that render to an empty string are left out. */
  authorizeParameters?: Record<string, Template>
  /** Any number of further ones: `name=value`, one per line. */
  moreAuthorizeParameters?: Template
  /**
   * Set unless the provider documents PKCE for clients with a secret. Some providers reject such requests, and
   * others then treat the app as a client without a secret.
   */
  pkce?: false
  /** The issuer that the provider sends in the redirect (RFC 9207), if it does. */
  issuer?: Template
  /** Parameters of the redirect that templates need later, as `{{token.realmId}}`. */
  redirectParameters?: readonly string[]
}

/** The device authorization grant (RFC 8628): a user grants access on another device. */
export interface DeviceCode extends TokenEndpoint, ScopeParameters, GrantLifecycle {
  grant: 'device_code'
  /** The device authorization endpoint. */
  deviceUrl: Template
}

/** The client credentials grant (RFC 6749 section 4.4). */
export interface ClientCredentials extends TokenEndpoint {
  grant: 'client_credentials'
}

/** The JWT bearer grant (RFC 7523): a service account authenticates with a JWT that it signs. */
export interface JwtBearer extends TokenEndpoint {
  grant: 'jwt_bearer'
  /** The private key in PEM format. */
  key: Template
  keyId?: Template
  /** The claims, such as iss, sub and aud. Those that render to an empty string are left out. */
  claims: Record<string, Template>
}

/** A sign-in request of the provider that returns a session for user and password. */
export interface Login extends RequestTemplate, ResponseRules {
  grant: 'login'
  /** The base URL, if it differs from that of the method. */
  baseUrl?: Template
  place?: readonly Placement[]
}

/** The token requests that need the consent of a user. */
export type ConsentRequest = AuthorizationCode | DeviceCode
/** Returns whether a token request needs the consent of a user. */
export const asksConsent = (token: TokenRequest | undefined): token is ConsentRequest =>
  token?.grant === 'authorization_code' || token?.grant === 'device_code'

/** Returns whether the client of a method is an OAuth app, not part of each credential. */
export const needsApp = ({ token }: Pick<Method, 'token'>): boolean =>
  asksConsent(token) && token.clientId === undefined

/** The check of methods whose token request is itself the proof. */
export interface TokenCheck {
  token: 'is the proof'
  identity?: ResponseRules['identity']
  scopes?: Source
}

/** A signature scheme for every request, which placements can't express. */
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

/** TLS options in PEM format: the authority of the server, the client's certificate, and the name to verify. */
export type TlsTemplates = Partial<Record<'ca' | 'certificate' | 'privateKey' | 'serverName', Template>>

/** An SSH server that forwards connections, with either a password or a private key. Without `host` there is none. */
export type SshTemplates = DriverOptions['sftp']

/** A check through a protocol driver. `map` holds the templates of the driver options. */
export type DriverCheck = {
  [Name in keyof DriverOptions]: { driver: Name; map: DriverOptions[Name]; via?: SshTemplates }
}[keyof DriverOptions]

/** The drivers and the options that each of them needs, as templates. */
export interface DriverOptions {
  postgres: Options<Address | Tls | ClientCertificate | 'database' | 'user' | 'password'>
  mysql: Options<Address | Tls | ClientCertificate | 'database' | 'user' | 'password'>
  sqlserver: Options<Address | Tls | 'serverName' | 'database' | 'user' | 'password'>
  /** The servers are `hosts`, or `host` and `port`, or those that the SRV records of the name `srv` list. */
  mongodb: Options<Tls | ClientCertificate | 'authSource' | 'user' | 'password'> &
    Partial<Options<Address | 'hosts' | 'srv' | 'replicaSet'>>
  redis: Options<Address | Tls | ClientCertificate | 'database' | 'user' | 'password'>
  smtp: Options<Address | StartTls | 'user' | 'password'>
  amqp: Options<Address | Tls | ClientCertificate | 'vhost' | 'user' | 'password'>
  mqtt: Options<Address | Tls | ClientCertificate | 'user' | 'password' | 'version'>
  /** The sign-in options are partial, because a method uses only one of four ways to sign in. */
  nats: Options<Address | Tls | ClientCertificate> &
    Partial<Options<'user' | 'password' | 'token' | 'credentials' | 'seed'>>
  /** The servers are `hosts`, or `host` and `port`. */
  kafka: Options<Tls | ClientCertificate | 'mechanism' | 'user' | 'password'> &
    Partial<Options<Address | 'hosts'>>
  imap: Options<Address | StartTls | 'user' | 'password'>
  ftp: Options<Address | StartTls | 'user' | 'password'>
  ldap: Options<Address | StartTls | 'baseDn' | 'user' | 'password'>
  /** Either a password or a private key. */
  sftp: Options<Address | 'hostKey' | 'user'> & Partial<Options<'password' | 'privateKey' | 'passphrase'>>
}
type Options<Name extends string> = Record<Name, Template>
// driver-fields.ts creates the fields of these names.
type Address = 'host' | 'port'
type Tls = 'tls' | 'ca'
type StartTls = 'security' | 'anyCertificate' | 'ca' | 'serverName'
type ClientCertificate = 'certificate' | 'privateKey' | 'serverName'
/** The name of a protocol driver. */
export type DriverName = keyof DriverOptions

/** Text formats that users can paste instead of filling in each field. */
export interface Paste {
  /**
   * Connection strings by scheme. Each scheme sets values of its own, such as the encryption that it implies.
   */
  schemes?: Record<string, Record<string, unknown>>
  /**
   * The field that receives all hosts of a connection string, with their ports. Without it, the fields `host` and `port`
   * receive the only one, and a string with several hosts is refused.
   */
  hosts?: string
  /** The field that receives the path of a connection string. */
  path?: string
  /** Field names by parameter of a connection string. Values that the field rejects are ignored. */
  parameters?: Record<string, string>
  /** JSON key files: where each field has its value. */
  json?: Record<string, Pointer>
  /** JSON files that are recognized, but can't be used, and why, as a sentence for users. */
  refused?: readonly { json: readonly JsonTest[]; message: string }[]
}

/** How a method is verified. */
export type Check = HttpCheck | TokenCheck | DriverCheck | { untestable: string }

/** The request that revokes a key at the provider. */
export interface KeyRevocation extends RequestTemplate {
  /** The base URL, if it differs from that of the method. */
  baseUrl?: Template
  /** The placements, if the request is not authenticated like others. */
  place?: readonly Placement[]
  /** The response that confirms the revocation. */
  ok: ResponseRule
}

/** Addresses that the installation can supply for fields that are left empty. */
export type SuppliedAddress = 'petstoreSandbox'

/** One way to authenticate with a component. */
export interface Method<Fields extends z.ZodObject = z.ZodObject> {
  title: string
  /** What to use instead. Forms offer the method only for existing credentials, which keep working. */
  retired?: string
  /** The form is rendered from this schema alone. */
  fields: Fields
  /** The base URL of verification requests and of the requests of flow engines. */
  baseUrl?: Template
  /**
   * The only hosts that requests of the method may reach: names, `*.example.com` for any number of labels, or `{{field}}`
   * for the host that the user enters in this field. Every method from outside has them.
   */
  allowedHosts?: readonly string[]
  place: readonly Placement[]
  token?: TokenRequest
  signer?: Signer
  /** TLS options of all HTTP requests of the method. Templates that render to an empty string are left out. */
  tls?: TlsTemplates
  verify: Check
  /** The request that revokes a key that users enter, if the provider has one. Grants have their own, in `token`. */
  revoke?: KeyRevocation
  paste?: Paste
  /** Addresses of the installation for fields that are left empty, if it has such an address. */
  supplied?: Partial<Record<keyof z.infer<Fields> & string, SuppliedAddress>>
}

/** One step of a guide. */
export interface AppGuideStep {
  /** One or two sentences that tell the user what to do. Plain text. */
  text: string
  /** What the user copies in this step: the redirect URL of Stepkey, or the scopes to register. */
  copy?: 'redirectUrl' | 'scopes'
  /** The text between copied scopes. A space if absent. */
  separator?: string
}

/** How users register an OAuth app with the provider. If absent, auth/app-guide.ts derives a general one. */
export interface AppGuide {
  /** The page of the provider on which users begin. */
  page: { title: string; url: string }
  steps: readonly AppGuideStep[]
  /** What users easily overlook, such as who can connect, and for how long. Plain text. */
  notes?: readonly string[]
  /** A file of the provider that contains the client. Its fields are `clientId` and `clientSecret`. */
  file?: {
    /** The name of the file, as users know it. */
    name: string
    paste: Paste
    /** Where the file lists the redirect URLs of the client. */
    redirectUrls?: Pointer
  }
}

/** The titles of the catalog categories, in display order. */
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
/** The id of a catalog category. */
export type Category = keyof typeof CATEGORIES

/**
 * The connector to one provider. It is data, not code: serializable except for the zod schemas, so that
 * components can be loaded from outside later.
 */
export interface Component<Methods extends Record<string, Method> = Record<string, Method>> {
  id: string
  title: string
  /** One line that describes the component. */
  description: string
  category: Category
  /** Other words that users search for. */
  aliases?: readonly string[]
  /** The page of the provider about authentication. */
  docsUrl: string
  /** The name of an icon of the web app. If absent, the card shows a monogram. */
  icon?: string
  /** How users register an OAuth app, for methods that need one. */
  appGuide?: AppGuide
  /** The scopes that include others, if the provider then does not report those, or grants the access all the same. */
  scopeIncludes?: ScopeIncludes
  methods: Methods
}

/**
 * Returns the component unchanged. Keeps the exact type of every method's fields, so that values are typed.
 */
export function defineComponent<const Methods extends Record<string, Method>>(component: Component<Methods>) {
  return component
}

/**
 * The values of one method: `Values<typeof petstore, 'apiKey'>` is `{ baseUrl?: string, apiKey: string }`.
 */
export type Values<C extends Component, M extends keyof C['methods']> = z.infer<C['methods'][M]['fields']>
