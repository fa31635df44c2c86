import { z } from 'zod'
import { HOST_PATTERN, HOSTS_LIMIT, normalizeHosts, parseHosts } from './hosts.ts'
import { FIRST } from './length-limit.ts'
import { enScreens } from './locales/en-screens.ts'
import { normalizePem, PEM_KINDS, type PemFormat, pemProblem } from './pem.ts'
import { trimCharacters } from './trim.ts'

/**
 * The presentation of one field. A registry attaches it to the zod schema, so that a schema alone is enough
 * to render a form, to generate its JSON Schema and to find the secret fields.
 */
export interface FieldMeta {
  label: string
  /** One or two sentences: what the value is and where to find it. */
  help?: string
  /** The page of the provider on which the value is shown or created. */
  helpUrl?: string
  placeholder?: string
  /** Fixed text inside the input, before and after the value: `https://` … `.zendesk.com`. */
  prefix?: string
  suffix?: string
  /** Write-only: sealed like all values, and returned by nothing but `issue`. */
  secret?: true
  /** The value may have several lines, such as a PEM certificate. */
  multiline?: true
  /** Rarely needed: shown below the other fields, and collapsed while it is empty. */
  advanced?: true
  /** The labels of the options of a choice, or of the variants of a union. */
  options?: Record<string, string>
  /** What kind of text it is, if not a plain line or several lines. Set by the functions below. */
  format?: 'http-url' | 'host' | 'hosts' | 'header-lines' | 'value-lines' | PemFormat
  /** A pattern whose first group replaces the value if it matches. Set by `extracting`. */
  extract?: string
}

/**
 * The registry of field metadata. `describeField` in schema.ts looks through wrappers such as optional and
 * default.
 */
export const fieldMeta = z.registry<FieldMeta>()

/** The maximum length of a value, in UTF-16 code units. */
const VALUE_LIMIT = 64 * 1024

const oneLine = /^[^\r\n]*$/

/**
 * Returns a field for a single line. Leading and trailing spaces are removed, because they come from pasting.
 */
export function text(meta: FieldMeta) {
  return z
    .string()
    .max(VALUE_LIMIT, FIRST)
    .trim()
    .min(1)
    .regex(oneLine, enScreens.inputErrors.singleLine)
    .register(fieldMeta, meta)
}

/**
 * Makes a text field keep the part that matters of what users paste: the first group of `pattern`, if it matches. The
 * pattern must take linear time.
 */
export function extracting(
  field: z.ZodString,
  pattern: string,
  expression = new RegExp(pattern),
): z.ZodString {
  const extracted = field.overwrite((value) => expression.exec(value)?.[1] ?? value)
  const meta = fieldMeta.get(field)
  return meta ? extracted.register(fieldMeta, { ...meta, extract: pattern }) : extracted
}

/**
 * Returns a field for a single-line secret. Leading and trailing line breaks are removed, because they come from pasting.
 * Spaces stay, because they may belong to a password.
 */
export function secret(meta: FieldMeta) {
  return z
    .string()
    .max(VALUE_LIMIT, FIRST)
    .overwrite(trimLineBreaks)
    .min(1)
    .regex(oneLine, enScreens.inputErrors.singleLineSecret)
    .register(fieldMeta, { ...meta, secret: true })
}

/** Returns a field for a secret of several lines, such as a private key. */
export function secretText(meta: FieldMeta) {
  return multiline(meta).register(fieldMeta, { ...meta, secret: true, multiline: true })
}

/** Returns a field for text of several lines, such as a certificate. */
export function multiline(meta: FieldMeta) {
  return z
    .string()
    .max(VALUE_LIMIT, FIRST)
    .trim()
    .min(1)
    .register(fieldMeta, { ...meta, multiline: true })
}

/**
 * Returns a field for any number of named values, one per line: `Name: value` for `header-lines`, `name=value` for
 * `value-lines`.
 */
export function lines(format: 'header-lines' | 'value-lines', meta: FieldMeta) {
  const [form, pattern] =
    format === 'header-lines' ? ['Name: value', /^[^\s:]+[ \t]*:/] : ['name=value', /^[^\s=]+[ \t]*=/]
  return multiline(meta)
    .check(({ value, issues }) => {
      const isRight = value
        .split(/\r?\n/)
        .every((line) => line.trim() === '' || pattern.test(line.trimStart()))
      if (!isRight) issues.push({ code: 'custom', input: value, message: `Write each line as “${form}”` })
    })
    .register(fieldMeta, { ...meta, multiline: true, format })
}

/** Returns a field for a PEM text. Line breaks that got lost are restored, and other text around it is removed. */
export function pem(format: PemFormat, meta: FieldMeta) {
  const full = { placeholder: `-----BEGIN ${PEM_KINDS[format].labels[0]}-----`, ...meta }
  return multiline(full)
    .overwrite((value) => normalizePem(value, format))
    .check(({ value, issues }) => {
      const message = pemProblem(value, format)
      if (message) issues.push({ code: 'custom', input: value, message })
    })
    .register(fieldMeta, { ...full, multiline: true, format })
}

/** Returns a field for certificates. */
export const certificates = (meta: FieldMeta) => pem('pem-certificate', meta)

/** Returns a field for a private key, which is a secret. */
export const privateKey = (meta: FieldMeta, format: PemFormat = 'pem-private-key') =>
  pem(format, { ...meta, secret: true })

/**
 * Returns a field for an absolute http(s) URL. User, password and fragment are rejected, because they can
 * disguise the destination of a request.
 */
export function url(meta: FieldMeta) {
  return z
    .string()
    .trim()
    .max(2048, FIRST)
    .refine(isPlainHttpUrl, enScreens.inputErrors.httpUrl)
    .register(fieldMeta, { placeholder: 'https://api.example.com', ...meta, format: 'http-url' })
}

/** Returns a field for a host name or IP address, without scheme, port or path. */
export function host(meta: FieldMeta) {
  return z
    .string()
    .trim()
    .min(1)
    .max(253, FIRST)
    .toLowerCase()
    .regex(HOST_PATTERN, enScreens.inputErrors.host)
    .register(fieldMeta, { ...meta, format: 'host' })
}

/** Returns a field for one or several hosts: `host[:port]`, separated by commas or spaces. */
export function hosts(meta: FieldMeta) {
  return z
    .string()
    .max(4096, FIRST)
    .overwrite(normalizeHosts)
    .min(1)
    .check(({ value, issues }) => {
      const message = `Enter at most ${HOSTS_LIMIT} hosts such as db1.example.com:27017, separated by commas`
      if (!parseHosts(value, 1)) issues.push({ code: 'custom', input: value, message })
    })
    .register(fieldMeta, { ...meta, format: 'hosts' })
}

/** Returns a field for a TCP port. */
export function port(meta: FieldMeta) {
  return z.int().min(1).max(65535).register(fieldMeta, meta)
}

/** Returns a field for a number. */
export function number(meta: FieldMeta) {
  return z.number().register(fieldMeta, meta)
}

/** Returns a field for a yes-or-no choice. */
export function flag(meta: FieldMeta) {
  return z.boolean().register(fieldMeta, meta)
}

/** Returns a field for one of several options. `options` holds the label of each value. */
export function choice<const Value extends string>(meta: FieldMeta & { options: Record<Value, string> }) {
  return z.enum(Object.keys(meta.options) as [Value, ...Value[]]).register(fieldMeta, meta)
}

/**
 * Returns a field for the OAuth scopes to request. `options` holds each scope and what it allows. Scopes that
 * are always requested are part of the method's `scope` template and are not listed here.
 */
export function scopes<const Scope extends string>(
  meta: Partial<FieldMeta> & { options: Record<Scope, string> },
) {
  return z.array(z.enum(Object.keys(meta.options) as [Scope, ...Scope[]])).register(fieldMeta, {
    label: 'Access',
    help: 'Choose only what your flows need. You can request more later.',
    ...meta,
  })
}

/**
 * Returns a field whose inner fields depend on a choice. Each variant is an object with a literal `kind`;
 * `options` holds the label of each kind.
 */
export function variants<const Options extends readonly [Variant, ...Variant[]]>(
  meta: FieldMeta & { options: Record<string, string> },
  options: Options,
) {
  const union = z.discriminatedUnion('kind', options)
  fieldMeta.add(union, meta)
  return union
}
type Variant = z.ZodObject<{ kind: z.ZodLiteral<string> } & Record<string, z.ZodType>>

/** Removes leading and trailing line breaks. */
export function trimLineBreaks(value: string): string {
  return trimCharacters(value, '\r\n')
}

function isPlainHttpUrl(value: string): boolean {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return false
  const { username, password, hostname } = new URL(value)
  return hostname !== '' && username === '' && password === '' && !value.includes('#')
}
