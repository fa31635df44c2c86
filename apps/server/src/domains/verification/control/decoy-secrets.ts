import { randomInt } from 'node:crypto'
import { splitLine, splitLines } from '@stepkey/shared/auth/request'
import { templateFields } from '@stepkey/shared/auth/template'
import type { Method, TlsTemplates } from '@stepkey/shared/component'
import type { FieldMeta } from '@stepkey/shared/fields'
import { activeFields, describeFields, isRecord } from '@stepkey/shared/schema'

type Values = Record<string, unknown>

/**
 * Returns the values with every active secret replaced by a decoy, or undefined when there is no secret. Decoys pass
 * the same format checks as the secrets and reveal nothing about them beyond their format. A client certificate stays,
 * because a decoy could not be used; if it is the only secret, it is left out.
 */
export function withDecoySecrets(method: Method, values: Values): Values | undefined {
  const decoys = structuredClone(values)
  const ofTls = new Set(Object.values(method.tls ?? {}).flatMap(templateFields))
  const secrets = [...activeFields(describeFields(method.fields), values)].filter(
    ({ field, value }) => field.meta.secret && typeof value === 'string',
  )
  const placed = secrets.filter(({ path }) => !ofTls.has(path))
  // A target that ignores the key may refuse another tenant in a header, so further lines stay if there is a key.
  const keys = placed.filter(({ field }) => !/-lines$/.test(field.meta.format ?? ''))
  const others = keys.length > 0 ? keys : placed
  for (const { path, field, value } of others) {
    setPath(decoys, path.split('.'), decoyOfField(field.meta.format, value as string))
  }
  if (others.length === 0) for (const name of certificateFields(method.tls)) delete decoys[name]
  return secrets.length > 0 ? decoys : undefined
}

/** The fields of a client certificate. */
const certificateFields = ({ certificate = '', privateKey = '' }: TlsTemplates = {}) =>
  [certificate, privateKey].flatMap(templateFields)

function setPath(values: Values, [name, ...rest]: string[], value: string): void {
  if (name === undefined) return
  const inner = values[name]
  if (rest.length > 0 && isRecord(inner)) setPath(inner, rest, value)
  else values[name] = value
}

function decoyOfField(format: FieldMeta['format'], secret: string): string {
  if (format === 'header-lines') return decoyOfLines(secret, ':')
  return format === 'value-lines' ? decoyOfLines(secret, '=') : decoyOf(secret)
}

/** Headers that are no secrets, and without which a server may refuse a request for another reason. */
const DESCRIPTIVE = /^(?:accept(?:-.*)?|content-.*|user-agent|.*-version)$/i

/** Returns the lines with decoys in place of their values. */
const decoyOfLines = (text: string, separator: ':' | '='): string =>
  splitLines(text)
    .map((line) => {
      const { name, value } = splitLine(line, separator)
      const isSecret = value !== '' && !(separator === ':' && DESCRIPTIVE.test(name))
      return `${name}${separator}${isSecret ? decoyOf(value) : value}`
    })
    .join('\n')

/**
 * Returns a different text in which each letter and digit of the secret is replaced by a random one of its kind. Of a PEM
 * text, the frame and the length at the beginning of its content stay.
 */
export function decoyOf(secret: string): string {
  const [, start = '', content = secret, end = ''] =
    /^(-----BEGIN [^\n]*\n[^\n]{8})([^-]*)(-----END [^\n]*)$/.exec(secret) ?? []
  for (;;) {
    const decoy = content.replace(/[a-z]/g, letter).replace(/[A-Z]/g, capital).replace(/\d/g, digit)
    // Equal by chance, or because the secret has no letter or digit.
    if (decoy !== content) return start + decoy + end
    if (!/[a-z\d]/i.test(content)) return `${secret}x`
  }
}

const letter = () => String.fromCharCode(97 + randomInt(26))
const capital = () => String.fromCharCode(65 + randomInt(26))
const digit = () => String(randomInt(10))
