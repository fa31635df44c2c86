import { createSecretKey, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { openSigned, sign } from './signed-text.ts'

const key = createSecretKey(randomBytes(32))

it.each(['text', '', 'a.b', '{"a":1}', 'ü\n'])('opens the signed text “%s”', (text) => {
  expect(openSigned(key, sign(key, text, ['context', null]), ['context', null])).toBe(text)
})

it('opens no text with another key, context or signature', () => {
  const signed = sign(key, 'text', ['a', 'b'])
  const [text, mac] = signed.split('.')
  const invalid: [string, string, (string | null)[]][] = [
    ['other context', signed, ['a', 'c']],
    ['joined context', signed, ['ab']],
    ['shorter context', signed, ['a']],
    ['other text', `other.${mac}`, ['a', 'b']],
    ['no signature', `${text}.`, ['a', 'b']],
    ['text only', 'text', ['a', 'b']],
    ['signature only', `${mac}`, ['a', 'b']],
    ['truncated', signed.slice(0, -4), ['a', 'b']],
    ['nothing', '', ['a', 'b']],
  ]
  for (const [name, given, context] of invalid) expect(openSigned(key, given, context), name).toBeUndefined()
  expect(openSigned(createSecretKey(randomBytes(32)), signed, ['a', 'b'])).toBeUndefined()
})
