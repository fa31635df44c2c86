import type { z } from 'zod'

/** Text with `{{field}}` and filters, for example `https://{{subdomain}}.zendesk.com`. See auth/template.ts. */
export type Template = string

/** An RFC 6901 pointer into a JSON answer: `/user/email`. */
export type Pointer = string

/** Where a method puts a value in a request. All placements of a method are applied. */
export type Placement =
  | { in: 'header' | 'query' | 'cookie' | 'body'; name: Template; value: Template }
  | { in: 'basic'; user: Template; password: Template }

/** What an answer must be like. Every part that is given has to hold. */
export interface AnswerRule {
  /** Exact codes, or a class such as `2xx`. Absent: any. */
  status?: number | '2xx' | readonly number[]
  /** The body is JSON and each test holds; an empty list asks only for JSON. */
  json?: readonly JsonTest[]
}
export type JsonTest = { at: Pointer } & ({ equals: unknown } | { exists: boolean })

/**
 * The dry request over HTTP. Without rules of its own a component gets the usual reading: 401 is `rejected`,
 * 403 `limited`, 429 `rate_limited`, a redirect, a web page or anything else `unexpected`.
 */
export interface HttpCheck {
  method: 'GET' | 'POST' | 'HEAD'
  /** A path on the method's base URL; it can't lead to another origin. */
  path: Template
  headers?: Record<string, Template>
  body?: { json: unknown }
  ok: AnswerRule
  rejected?: readonly (AnswerRule & { because?: RejectedBecause })[]
  forbidden?: readonly AnswerRule[]
  /** Who the credential belongs to, for people to tell credentials apart. */
  identity?: Pointer | readonly Pointer[]
  /** The response header that lists the granted scopes, separated by commas or spaces. */
  scopesHeader?: string
}
export type RejectedBecause = 'anonymous'

/** A check through a real driver; `map` gives the driver its options. */
export type DriverCheck = {
  [Name in keyof DriverOptions]: { driver: Name; map: DriverOptions[Name] }
}[keyof DriverOptions]

/** The drivers and the options each of them needs, as templates. */
export interface DriverOptions {
  postgres: Record<'host' | 'port' | 'database' | 'user' | 'password' | 'tls' | 'ca', Template>
  smtp: Record<'host' | 'port' | 'security' | 'user' | 'password', Template>
}
export type DriverName = keyof DriverOptions

export type Check = HttpCheck | DriverCheck | { untestable: string }

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
  verify: Check
  /** Fields that the installation fills when they are left empty, as long as it has such an address. */
  supplied?: Partial<Record<keyof z.infer<Fields> & string, SuppliedAddress>>
}

export const CATEGORIES = {
  tutorial: 'Tutorial',
  generic: 'Any application',
  development: 'Development',
  support: 'Customer support',
  database: 'Databases',
  email: 'E-mail',
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
