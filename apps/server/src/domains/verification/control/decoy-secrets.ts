import { randomInt } from 'node:crypto'
import type { Method } from '@stepkey/shared/component'
import { activeFields, describeFields, isRecord } from '@stepkey/shared/schema'

type Values = Record<string, unknown>

/**
 * The values with every secret replaced by chance characters of the same kinds, so that they fit wherever the true
 * ones do, and tell nothing about them to whoever gets them. Undefined when there is no secret.
 */
export function withDecoySecrets(method: Method, values: Values): Values | undefined {
  const spoilt = structuredClone(values)
  const secrets = [...activeFields(describeFields(method.fields), values)].filter(
    ({ field, value }) => field.meta.secret && typeof value === 'string',
  )
  for (const { path, value } of secrets) put(spoilt, path.split('.'), decoyOf(value as string))
  return secrets.length > 0 ? spoilt : undefined
}

function put(values: Values, [name, ...rest]: string[], value: string): void {
  if (name === undefined) return
  const inner = values[name]
  if (rest.length > 0 && isRecord(inner)) put(inner, rest, value)
  else values[name] = value
}

/** A secret with chance characters of the same kinds in place of its own. */
export function decoyOf(secret: string): string {
  for (;;) {
    const spoilt = secret.replace(/[a-z]/g, letter).replace(/[A-Z]/g, capital).replace(/\d/g, digit)
    // A secret without letters and digits, or chance itself, may leave it as it was.
    if (spoilt !== secret) return spoilt
    if (!/[a-z\d]/i.test(secret)) return `${secret}x`
  }
}

const letter = () => String.fromCharCode(97 + randomInt(26))
const capital = () => String.fromCharCode(65 + randomInt(26))
const digit = () => String(randomInt(10))
