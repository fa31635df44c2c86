import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Email } from '@stepkey/shared/account'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { Location } from './platform/database/database.ts'
import { type AllowRule, parseAllowRule } from './platform/egress/address-filter.ts'
import { type ProxySettings, parseNoProxyRule, parseProxy } from './platform/egress/proxy.ts'
import { StartError } from './platform/errors/start-error.ts'

/** The configuration. docs/configuration.md documents the environment variables. */
export interface Config {
  host: string
  port: number
  /** The address for users, without a trailing slash. The default is the address that the server listens on. */
  publicUrl: string
  publicUrlIsSet: boolean
  database: Location
  keyFile: string
  /** The folder with the operator’s components, if any. */
  componentsDir?: string
  /** The file for the heads of audit logs. Undefined: off. */
  auditHeadsFile: string | undefined
  /** How long the audit logs of deleted organizations are kept, in days; 0: forever. */
  auditRetentionDays: number
  /** How many days previous values of credentials can be restored; 0: not at all. */
  previousValueDays: number
  /** How many days deleted credentials can be restored; 0: not at all. */
  deletedCredentialDays: number
  /** How long messages wait for further failures of the same provider, and for recoveries, in seconds. */
  noticeDelay: number
  signUp: 'open' | 'invited' | 'off'
  egressAllow: AllowRule[]
  /** The proxies for outbound connections, if any. */
  proxies?: ProxySettings
  sandboxPort: number | 'off'
  logLevel: (typeof LOG_LEVELS)[number]
  /** The number of requests that one API key may send per minute to one process. */
  rateLimit: number
  /** Addresses of trusted proxies, whose `X-Forwarded-For` is used. */
  trustProxy: string[]
  /** The SSO issuer (OpenID Connect), if any. */
  oidc?: { issuer: URL; clientId: string; clientSecret: string; name: string }
  /** The mail server for invitations and credential requests, if any. */
  mail?: MailServer
  /** Access to the metrics: from this machine or with the token on the main port, or on a separate port. */
  metrics: { token?: string; port?: number; host: string }
  /** The OpenTelemetry collector, if any. */
  tracing?: { endpoint: URL; headers: Record<string, string>; serviceName: string }
  /** How long `/readyz` reports `stopping` before the server stops, in seconds. */
  stopDelay: number
  /** The contact in `/.well-known/security.txt`: a mailto: or https: address. Absent: the documentation. */
  securityContact?: string
}

/** The mail server and the sender address. */
export interface MailServer {
  host: string
  port: number
  /** `none` only for a server on this machine. */
  encryption: 'tls' | 'starttls' | 'none'
  login?: { user: string; password: string }
  from: { name: string; address: string }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

const portNumber = (name: string) =>
  z.coerce
    .number(`${name} must be a port number, for example 4000.`)
    .int(`${name} must be a port number between 1 and 65535.`)
    .min(1, `${name} must be a port number between 1 and 65535.`)
    .max(65535, `${name} must be a port number between 1 and 65535.`)

const Environment = z.object({
  PORT: portNumber('PORT').default(4000),
  HOST: z
    .string()
    .trim()
    .min(1, 'HOST is empty. Remove it to listen on 127.0.0.1 only.')
    .default('127.0.0.1'),
  PUBLIC_URL: z
    .string()
    .regex(
      /^https?:\/\/[^/?#@\s]+\/?$/,
      'PUBLIC_URL must be an address without a path, for example https://stepkey.example.com.',
    )
    .optional(),
  DATA_DIR: z.string().min(1, 'DATA_DIR is empty. Remove it to use the folder data.').default('data'),
  DATABASE_URL: z
    .string()
    .refine(
      (url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url),
      'DATABASE_URL must start with postgres://. Remove it to use the embedded database in DATA_DIR.',
    )
    .optional(),
  KEY_FILE: z.string().min(1, 'KEY_FILE is empty. Remove it to use stepkey.key in DATA_DIR.').optional(),
  COMPONENTS_DIR: z
    .string()
    .trim()
    .min(1, 'COMPONENTS_DIR is empty. Remove it, or name a folder.')
    .optional(),
  AUDIT_HEADS_FILE: z.string().trim().optional(),
  AUDIT_RETENTION_DAYS: z.coerce
    .number('AUDIT_RETENTION_DAYS must be a number of days, for example 400.')
    .int('AUDIT_RETENTION_DAYS must be a whole number.')
    .min(0, 'AUDIT_RETENTION_DAYS must be between 0 (forever) and 36500.')
    .max(36_500, 'AUDIT_RETENTION_DAYS must be between 0 (forever) and 36500.')
    .default(400),
  NOTICE_DELAY: z.coerce
    .number('NOTICE_DELAY must be a number of seconds, for example 600.')
    .int('NOTICE_DELAY must be a whole number.')
    .min(0, 'NOTICE_DELAY must be between 0 and 3600 seconds.')
    .max(3600, 'NOTICE_DELAY must be between 0 and 3600 seconds.')
    .default(600),
  PREVIOUS_VALUE_DAYS: z.coerce
    .number('PREVIOUS_VALUE_DAYS must be a number of days, for example 7.')
    .int('PREVIOUS_VALUE_DAYS must be a whole number.')
    .min(0, 'PREVIOUS_VALUE_DAYS must be between 0 (keep none) and 365.')
    .max(365, 'PREVIOUS_VALUE_DAYS must be between 0 (keep none) and 365.')
    .default(7),
  DELETED_CREDENTIAL_DAYS: z.coerce
    .number('DELETED_CREDENTIAL_DAYS must be a number of days, for example 7.')
    .int('DELETED_CREDENTIAL_DAYS must be a whole number.')
    .min(0, 'DELETED_CREDENTIAL_DAYS must be between 0 (keep none) and 365.')
    .max(365, 'DELETED_CREDENTIAL_DAYS must be between 0 (keep none) and 365.')
    .default(7),
  SIGN_UP: z.enum(['open', 'invited', 'off'], 'SIGN_UP must be open, invited or off.').optional(),
  EGRESS_ALLOW: z.string().default(''),
  EGRESS_PROXY: z.string().trim().optional(),
  HTTPS_PROXY: z.string().trim().optional(),
  HTTP_PROXY: z.string().trim().optional(),
  NO_PROXY: z.string().default(''),
  SANDBOX_PORT: z
    .union([z.literal('off'), portNumber('SANDBOX_PORT')], 'SANDBOX_PORT must be a port number or off.')
    .default(4001),
  RATE_LIMIT: z.coerce
    .number('RATE_LIMIT must be a number of requests, for example 6000.')
    .int('RATE_LIMIT must be a whole number.')
    .min(1, 'RATE_LIMIT must be at least 1.')
    .default(6000),
  TRUST_PROXY: z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .refine(
      (list) => list.every((part) => ipaddr.isValid(part) || ipaddr.isValidCIDR(part)),
      'TRUST_PROXY must list the addresses of your proxies, for example 10.0.0.5 or 10.0.0.0/8, separated by commas.',
    )
    .default([]),
  OIDC_ISSUER: z.string().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().trim().max(60, 'OIDC_NAME is longer than 60 characters.').default('your company'),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().trim().optional(),
  METRICS_TOKEN: z
    .string()
    .regex(
      /^[\x21-\x7e]{16,}$/,
      'METRICS_TOKEN must be at least 16 letters, digits and signs without spaces.',
    )
    .optional(),
  METRICS_PORT: portNumber('METRICS_PORT').optional(),
  METRICS_HOST: z.string().trim().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().default(''),
  OTEL_SERVICE_NAME: z.string().trim().default('stepkey'),
  STOP_DELAY: z.coerce
    .number('STOP_DELAY must be a number of seconds, for example 5.')
    .min(0, 'STOP_DELAY must be between 0 and 300 seconds.')
    .max(300, 'STOP_DELAY must be between 0 and 300 seconds.')
    .default(0),
  SECURITY_CONTACT: z
    .string()
    .regex(
      /^(?:https:\/\/|mailto:)[\x21-\x7e]{3,}$/,
      'SECURITY_CONTACT must start with mailto: or https://, for example mailto:security@example.com.',
    )
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`).default('warn'),
})

const LOWER_CASE = ['https_proxy', 'http_proxy', 'no_proxy']

/** The names of all environment variables. */
export const SETTINGS = Object.keys(Environment.shape)

/**
 * Reads the configuration from environment variables. Creates the data folder if the embedded database or the key file
 * is in it.
 * @throws StartError with the variable and advice
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    // By convention, the names of proxy settings are in lower case, too.
    [
      ...LOWER_CASE.map((name): [string, string | undefined] => [name.toUpperCase(), environment[name]]),
      ...Object.entries(environment),
    ].filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw new StartError(parsed.error.issues[0]?.message ?? 'A setting is invalid.')
  const env = parsed.data
  if (env.PORT === env.SANDBOX_PORT) {
    throw new StartError(
      'PORT and SANDBOX_PORT are the same. Give the sandbox another port, or set SANDBOX_PORT=off.',
    )
  }

  const dataDir = resolve(env.DATA_DIR)
  const keyFile = env.KEY_FILE ? resolve(env.KEY_FILE) : join(dataDir, 'stepkey.key')
  if (!env.DATABASE_URL || !env.KEY_FILE) makeFolder(dataDir)

  return Object.freeze({
    host: env.HOST,
    port: env.PORT,
    // Normalized as in browsers: lower case, and without the default port.
    publicUrl: new URL(env.PUBLIC_URL ?? `http://${urlHost(env.HOST)}:${env.PORT}`).origin,
    publicUrlIsSet: env.PUBLIC_URL !== undefined,
    database: env.DATABASE_URL
      ? ({ engine: 'postgres', url: env.DATABASE_URL } as const)
      : ({ engine: 'sqlite', file: join(dataDir, 'stepkey.db') } as const),
    keyFile,
    auditHeadsFile:
      env.AUDIT_HEADS_FILE === 'off'
        ? undefined
        : resolve(env.AUDIT_HEADS_FILE || join(dataDir, 'audit-heads.jsonl')),
    auditRetentionDays: env.AUDIT_RETENTION_DAYS,
    previousValueDays: env.PREVIOUS_VALUE_DAYS,
    deletedCredentialDays: env.DELETED_CREDENTIAL_DAYS,
    noticeDelay: env.NOTICE_DELAY,
    signUp: env.SIGN_UP ?? (isLoopback(env.HOST) ? 'open' : 'invited'),
    egressAllow: readAllowRules(env.EGRESS_ALLOW),
    proxies: readProxies(env),
    ...(env.COMPONENTS_DIR && { componentsDir: resolve(env.COMPONENTS_DIR) }),
    sandboxPort: env.SANDBOX_PORT,
    logLevel: env.LOG_LEVEL,
    rateLimit: env.RATE_LIMIT,
    trustProxy: env.TRUST_PROXY,
    oidc: readOidc(env),
    mail: readMail(env),
    metrics: readMetrics(env),
    tracing: readTracing(env),
    stopDelay: env.STOP_DELAY,
    securityContact: env.SECURITY_CONTACT,
  })
}

function readOidc(env: z.infer<typeof Environment>): Config['oidc'] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = env
  if (!OIDC_ISSUER && !clientId && !clientSecret) return undefined
  if (!OIDC_ISSUER || !clientId || !clientSecret) {
    throw new StartError(
      'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together. Set all three, or none of them.',
    )
  }
  const issuer = URL.canParse(OIDC_ISSUER) ? new URL(OIDC_ISSUER) : undefined
  if (issuer?.protocol !== 'https:' && !(issuer?.protocol === 'http:' && isLoopback(issuer.hostname))) {
    throw new StartError(
      'OIDC_ISSUER must be an address that starts with https://, as the issuer names itself.',
    )
  }
  return { issuer, clientId, clientSecret, name }
}

function readMail({ SMTP_URL, MAIL_FROM }: z.infer<typeof Environment>): Config['mail'] {
  if (!SMTP_URL && !MAIL_FROM) return undefined
  if (!SMTP_URL || !MAIL_FROM) {
    throw new StartError('SMTP_URL and MAIL_FROM belong together. Set both, or neither.')
  }
  const [, name = '', address] = /^(?:([^<>"]*)<([^<>]+)>|.*)$/s.exec(MAIL_FROM) ?? []
  const from = Email.safeParse(address ?? MAIL_FROM)
  if (!from.success || /[<>\p{Cc}]/u.test(name + from.data)) {
    throw new StartError(
      'MAIL_FROM must be an e-mail address, for example stepkey@example.com or Stepkey <stepkey@example.com>.',
    )
  }
  return { ...readMailServer(SMTP_URL), from: { name: name.trim() || 'Stepkey', address: from.data } }
}

/** Parses SMTP_URL. The error message does not contain the value, which can contain a password. */
function readMailServer(address: string): Omit<MailServer, 'from'> {
  const match =
    /^(smtps?):\/\/(?:([^:@/?#]+):([^:@/?#]+)@)?(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?\/?$/i.exec(address)
  const [, scheme = '', user, password, host = '', port] = match ?? []
  const login = user && password ? decoded({ user, password }) : undefined
  const number = port ? Number(port) : scheme.toLowerCase() === 'smtps' ? 465 : 587
  if (!match || (user && !login) || number < 1 || number > 65535) {
    throw new StartError(
      'SMTP_URL must look like smtp://user:password@mail.example.com:587 or smtps://user:password@mail.example.com:465. User and password are optional. Percent-encode special characters in them: %40 for @.',
    )
  }
  const plain = isLoopback(host) ? 'none' : 'starttls'
  return {
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    port: number,
    encryption: scheme.toLowerCase() === 'smtps' ? 'tls' : plain,
    login,
  }
}

function decoded<T extends Record<string, string>>(parts: T): T | undefined {
  try {
    return Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, decodeURIComponent(part)]),
    ) as T
  } catch {
    return undefined
  }
}

function readMetrics(env: z.infer<typeof Environment>): Config['metrics'] {
  const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token } = env
  if (host && port === undefined) {
    throw new StartError('METRICS_HOST belongs to METRICS_PORT. Set both, or only the port.')
  }
  if (port !== undefined && (port === env.PORT || port === env.SANDBOX_PORT)) {
    throw new StartError(
      'METRICS_PORT is already used by PORT or SANDBOX_PORT. Set another port, or remove it to serve metrics on PORT.',
    )
  }
  return { token, port, host: host ?? '127.0.0.1' }
}

/** Parses the settings for tracing. The error messages don't contain the values, which can contain keys. */
function readTracing(env: z.infer<typeof Environment>): Config['tracing'] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: address, OTEL_EXPORTER_OTLP_HEADERS: list, OTEL_SERVICE_NAME } = env
  if (!address) return undefined
  const endpoint = URL.canParse(address) ? new URL(address) : undefined
  if (
    !endpoint ||
    !/^https?:$/.test(endpoint.protocol) ||
    endpoint.username ||
    endpoint.search ||
    endpoint.hash
  ) {
    throw new StartError(
      'OTEL_EXPORTER_OTLP_ENDPOINT must be the address of a collector that speaks OTLP over HTTP, for example http://localhost:4318.',
    )
  }
  const pairs = list.split(',').filter((pair) => pair.trim() !== '')
  const headers = pairs.map((pair) => /^\s*([\w-]+)\s*=([^\r\n]*)$/.exec(pair) ?? [])
  const values = headers.map(([, name = '', value = '']) => decoded({ name, value: value.trim() }))
  if (!values.every((header) => header?.name)) {
    throw new StartError(
      'OTEL_EXPORTER_OTLP_HEADERS must look like name=value, separated by commas. Percent-encode special characters: %20 for a space.',
    )
  }
  return {
    endpoint,
    headers: Object.fromEntries(values.map((header) => [header?.name, header?.value])),
    serviceName: OTEL_SERVICE_NAME || 'stepkey',
  }
}

function readAllowRules(text: string): AllowRule[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const rule = parseAllowRule(part)
      if (!rule) {
        throw new StartError(
          `EGRESS_ALLOW contains “${part}”, which is not an address, network or host. Use for example 10.0.0.0/8, db.internal or 127.0.0.1:5432, separated by commas.`,
        )
      }
      return rule
    })
}

function readProxies(env: z.infer<typeof Environment>): Config['proxies'] {
  // `off` makes Stepkey ignore the proxies of other programs on the machine.
  if (env.EGRESS_PROXY === 'off') return undefined
  const secure = readProxy('EGRESS_PROXY', env.EGRESS_PROXY) ?? readProxy('HTTPS_PROXY', env.HTTPS_PROXY)
  const plain = readProxy('EGRESS_PROXY', env.EGRESS_PROXY) ?? readProxy('HTTP_PROXY', env.HTTP_PROXY)
  if (!secure && !plain) return undefined
  return { ...(secure && { secure }), ...(plain && { plain }), except: readNoProxy(env.NO_PROXY) }
}

function readNoProxy(text: string): ProxySettings['except'] {
  const entries = text.split(/[\s,]+/).filter(Boolean)
  return entries.map((entry) => {
    const rule = parseNoProxyRule(entry.toLowerCase())
    if (!rule) {
      throw new StartError(
        `NO_PROXY contains “${entry}”, which is not a host, address or network. Use for example db.internal, .example.com, 10.1.2.3:5432 or 10.0.0.0/8, separated by commas, or only * for all hosts.`,
      )
    }
    return rule
  })
}

/** Parses the address of a proxy. The error message does not contain the value, which can contain a password. */
function readProxy(name: string, text: string | undefined): URL | undefined {
  if (!text) return undefined
  const url = parseProxy(text)
  if (!url) {
    throw new StartError(
      `${name} must be the address of a proxy, for example http://proxy.example.com:3128 or http://user:password@proxy.example.com:3128. Percent-encode special characters in user and password: %40 for @.`,
    )
  }
  return url
}

function makeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} can’t be created (${(error as NodeJS.ErrnoException).code}). Set DATA_DIR to a folder that Stepkey can write to.`,
    )
  }
}

/** Whether a host name or address is loopback. */
export const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)

const urlHost = (host: string) =>
  host === '127.0.0.1' || host === '0.0.0.0' || host === '::'
    ? 'localhost'
    : host.includes(':')
      ? `[${host}]`
      : host
