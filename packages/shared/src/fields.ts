import { z } from 'zod'

/**
 * What a person sees of one field. It hangs on the zod schema in one registry, so that a schema alone is enough
 * to draw a form, to write its JSON Schema and to know what is secret.
 */
export interface FieldMeta {
  label: string
  /** One or two sentences: what this is and where to find it. */
  help?: string
  /** The vendor's page where the value is found or made. */
  helpUrl?: string
  placeholder?: string
  /** Fixed text inside the input, before and after what is typed: `https://` … `.zendesk.com`. */
  prefix?: string
  suffix?: string
  /** Write-only: sealed with the rest, and never sent out again except by `issue`. */
  secret?: true
  /** More than one line, such as a PEM certificate. */
  multiline?: true
  /** Rarely needed: shown below the rest, folded away until it holds something. */
  advanced?: true
  /** How the options of a choice (or the variants of a union) are called. */
  options?: Record<string, string>
}

/** The one registry of field metadata. Wrappers (optional, default) are looked through by `describeField`. */
export const fieldMeta = z.registry<FieldMeta>()

/** The longest value that Stepkey keeps, in UTF-16 units. */
const VALUE_LIMIT = 64 * 1024

const oneLine = /^[^\r\n]*$/

/** A single line; spaces around it are an accident of pasting. */
export function text(meta: FieldMeta) {
  return z
    .string()
    .trim()
    .min(1)
    .max(VALUE_LIMIT)
    .regex(oneLine, 'Enter a single line')
    .register(fieldMeta, meta)
}

/** A single-line secret. Line breaks at its ends come from pasting; spaces may belong to a password and stay. */
export function secret(meta: FieldMeta) {
  return z
    .string()
    .overwrite(trimLineBreaks)
    .min(1)
    .max(VALUE_LIMIT)
    .regex(oneLine, 'Enter a single line: this has a line break inside')
    .register(fieldMeta, { ...meta, secret: true })
}

/** A secret of several lines, such as a private key. */
export function secretText(meta: FieldMeta) {
  return multiline(meta).register(fieldMeta, { ...meta, secret: true, multiline: true })
}

/** Text of several lines, such as a certificate. */
export function multiline(meta: FieldMeta) {
  return z
    .string()
    .trim()
    .min(1)
    .max(VALUE_LIMIT)
    .register(fieldMeta, { ...meta, multiline: true })
}

/** An absolute http(s) address without user, password or fragment: those would hide where a request goes. */
export function url(meta: FieldMeta) {
  return z
    .string()
    .trim()
    .max(2048)
    .refine(
      isPlainHttpUrl,
      'Enter a complete address such as https://api.example.com, without user name or #',
    )
    .register(fieldMeta, { placeholder: 'https://api.example.com', ...meta })
}

/** A host name or IP address, without scheme, port or path. */
export function host(meta: FieldMeta) {
  return z
    .string()
    .trim()
    .toLowerCase()
    .min(1)
    .max(253)
    .regex(
      /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?|\[?[0-9a-f:.]*:[0-9a-f:.]*\]?)$/,
      'Enter a host name such as db.example.com, without https:// and without a port',
    )
    .register(fieldMeta, meta)
}

/** A TCP port. */
export function port(meta: FieldMeta) {
  return z.int().min(1).max(65535).register(fieldMeta, meta)
}

export function number(meta: FieldMeta) {
  return z.number().register(fieldMeta, meta)
}

export function flag(meta: FieldMeta) {
  return z.boolean().register(fieldMeta, meta)
}

/** One of a few. `options` gives each value its words. */
export function choice<const Value extends string>(meta: FieldMeta & { options: Record<Value, string> }) {
  return z.enum(Object.keys(meta.options) as [Value, ...Value[]]).register(fieldMeta, meta)
}

/**
 * What an OAuth app asks for on a person's behalf: each scope and what it allows. Those of `always` are asked for by
 * the method's own template and need no choice, so they don't stand here.
 */
export function scopes<const Scope extends string>(
  meta: Partial<FieldMeta> & { options: Record<Scope, string> },
) {
  return z.array(z.enum(Object.keys(meta.options) as [Scope, ...Scope[]])).register(fieldMeta, {
    label: 'Access',
    help: 'Choose what your flows need, and no more. You can ask for more later.',
    ...meta,
  })
}

/**
 * Fields that depend on a choice: each variant is an object with a literal `kind`.
 * `options` gives each kind its words.
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

export function trimLineBreaks(value: string): string {
  return value.replace(/^[\r\n]+|[\r\n]+$/g, '')
}

function isPlainHttpUrl(value: string): boolean {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return false
  const { username, password, hostname } = new URL(value)
  return hostname !== '' && username === '' && password === '' && !value.includes('#')
}
