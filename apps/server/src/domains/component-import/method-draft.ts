import type { ComponentDefinition, FieldDefinition } from '@stepkey/shared/definition-schema'
import { labelOf, plainText } from './document-text.ts'

/** A method in its JSON form. */
export type MethodDefinition = ComponentDefinition['methods'][string]
/** One entry of `place`. */
export type PlacementDefinition = MethodDefinition['place'][number]
/** The check of a method that sends an HTTP request. */
export type HttpCheckDefinition = Extract<MethodDefinition['verify'], { path: string }>

/** A method while it is put together. */
export interface MethodDraft extends Omit<MethodDefinition, 'fields'> {
  /** The wish for an id. It is made unique and well-formed. */
  id: string
  form: Form
}

/** The number of fields that a method can require. */
const FIELDS_LIMIT = 50

/** The fields of a method while they are added. */
export interface Form {
  readonly properties: Map<string, FieldDefinition>
  readonly required: Set<string>
  /**
   * Adds a field, and returns its name for templates. A field of the same name and definition exists only once; for
   * another definition, the name gets a number.
   */
  add(name: string, field: FieldDefinition, isRequired?: boolean): string
  /** Whether a further field has room. */
  isFull(): boolean
}

/** Returns an empty form. */
export function createForm(): Form {
  const properties = new Map<string, FieldDefinition>()
  const required = new Set<string>()
  return {
    properties,
    required,
    isFull: () => properties.size >= FIELDS_LIMIT,
    add(wish, field, isRequired = true) {
      const base = fieldName(wish)
      for (let count = 1; ; count++) {
        const name = count === 1 ? base : `${base}${count}`
        const known = properties.get(name)
        if (known && JSON.stringify(known) !== JSON.stringify(field)) continue
        properties.set(name, field)
        if (isRequired && field.default === undefined) required.add(name)
        return name
      }
    },
  }
}

/** Names that templates read as something else. */
const RESERVED = /^(?:token|app|kind|constructor|prototype)$/

/** Returns a text as the name of a field: `X-API-Key` becomes `xApiKey`. */
function fieldName(text: string): string {
  const words = text
    .slice(0, 200)
    .split(/[^A-Za-z0-9]/)
    .filter((word) => word !== '')
    .map((word) => (/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word))
  const camel = words
    .map((word, index) => (index === 0 ? lowerFirst(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
    .slice(0, 60)
  const name = /^[A-Za-z]/.test(camel) ? camel : `field${camel}`
  return RESERVED.test(name) ? `${name}Value` : name
}

const lowerFirst = (word: string) => word.charAt(0).toLowerCase() + word.slice(1)

/** Returns a text as the id of a method. */
export const methodIdOf = (text: string): string => fieldName(text)

// ── Fields ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface About {
  label: string
  help?: string | undefined
  placeholder?: string | undefined
  advanced?: boolean
}

const meta = ({ label, help, placeholder, advanced }: About) => ({
  title: plainText(label, 200) || 'Value',
  ...(help && { description: plainText(help, 2000) }),
  ...(placeholder && { 'x-placeholder': plainText(placeholder, 500) }),
  ...(advanced && { 'x-advanced': true as const }),
})

/** Returns a field for a single-line text. */
export const textField = (about: About, fallback?: string): FieldDefinition => ({
  type: 'string',
  ...meta(about),
  ...(fallback !== undefined && { default: fallback }),
})

/** Returns a field for a single-line secret. */
export const secretField = (about: About): FieldDefinition => ({
  type: 'string',
  ...meta(about),
  writeOnly: true,
})

/** Returns a field for text of several lines. */
export const multilineField = (about: About, isSecret: boolean): FieldDefinition => ({
  type: 'string',
  ...meta(about),
  format: 'multiline',
  ...(isSecret && { writeOnly: true as const }),
})

/** Returns a field for a http(s) URL. */
export const urlField = (about: About, fallback?: string): FieldDefinition => ({
  type: 'string',
  // The placeholder that the field has anyway, so that the definition is complete.
  ...meta({ placeholder: 'https://api.example.com', ...about }),
  format: 'http-url',
  ...(fallback !== undefined && { default: fallback }),
})

/** Returns a field for a choice. `options` has at least one value, each with its label. */
export const choiceField = (
  about: About,
  options: [string, string][],
  fallback?: string,
): FieldDefinition => ({
  type: 'string',
  ...meta(about),
  enum: options.map(([value]) => value),
  'x-options': Object.fromEntries(options.map(([value, label]) => [value, plainText(label, 500) || value])),
  ...(fallback !== undefined && { default: fallback }),
})

/** Returns a field for scopes. */
export const scopesField = (options: [string, string][], fallback: string[]): FieldDefinition => ({
  type: 'array',
  title: 'Access',
  description: 'Choose only what your flows need. You can request more later.',
  items: { type: 'string', enum: options.map(([value]) => value) },
  'x-options': Object.fromEntries(options.map(([value, label]) => [value, plainText(label, 500) || value])),
  ...(fallback.length > 0 && { default: fallback }),
})

/** Returns a field for yes or no. */
export const flagField = (about: About): FieldDefinition => ({
  type: 'boolean',
  ...meta(about),
  default: false,
})

/** Returns the fields for a client certificate, and its TLS options. */
export function addClientCertificate(form: Form): NonNullable<MethodDefinition['tls']> {
  const certificate = form.add('certificate', {
    type: 'string',
    title: 'Client certificate',
    description: 'The certificate that the API expects from its clients. In PEM format.',
    'x-placeholder': '-----BEGIN CERTIFICATE-----',
    format: 'pem-certificate',
  })
  const privateKey = form.add('privateKey', {
    type: 'string',
    title: 'Private key',
    description: 'The key that belongs to the client certificate. In PEM format, without a passphrase.',
    'x-placeholder': '-----BEGIN PRIVATE KEY-----',
    format: 'pem-private-key',
    writeOnly: true,
  })
  return { certificate: `{{${certificate}}}`, privateKey: `{{${privateKey}}}` }
}

/** Adds the fields for user and password, and returns their templates. */
export function addLogin(form: Form): { user: string; password: string } {
  const user = form.add('user', textField({ label: 'User', help: 'The user name for the API.' }))
  const password = form.add(
    'password',
    secretField({ label: 'Password', help: 'The password of this user.' }),
  )
  return { user: `{{${user}}}`, password: `{{${password}}}` }
}

/** Returns the label of a key by the name of its header, parameter or member. */
export const keyLabel = (name: string): string =>
  /^(?:authorization|key)$/i.test(name) ? 'Key' : labelOf(name)
