import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'

/** What a signed text belongs to. It is part of the signature, but not of the text. */
type Context = readonly (string | null)[]

/** Appends an HMAC-SHA-256 to a text that a client stores and sends back. */
export const sign = (key: KeyObject, text: string, context: Context): string =>
  `${text}.${macOf(key, text, context).toString('base64url')}`

/** Returns a text that was signed with this key for this context; undefined if it was not. */
export function openSigned(key: KeyObject, signed: string, context: Context): string | undefined {
  const dot = signed.lastIndexOf('.')
  const text = signed.slice(0, Math.max(dot, 0))
  const given = Buffer.from(signed.slice(dot + 1), 'base64url')
  const expected = macOf(key, text, context)
  return given.length === expected.length && timingSafeEqual(given, expected) ? text : undefined
}

const macOf = (key: KeyObject, text: string, context: Context): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([text, ...context]))
    .digest()
