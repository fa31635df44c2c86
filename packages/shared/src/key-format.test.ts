import { expect, it } from 'vitest'
import { catalog } from './catalog/index.ts'
import { remarkOnKeyFormat } from './key-format.ts'

const { github, http, aws, s3 } = catalog
const token = `ghp_${'a1B2'.repeat(9)}`

it('warns about a key of another provider', () => {
  expect(remarkOnKeyFormat(github, 'sk_live_0123456789abcdef')).toBe(
    'This looks like a key for Stripe, not for GitHub.',
  )
  expect(remarkOnKeyFormat(aws, ` ${token}\n`)).toBe(
    'This looks like a key for GitHub, not for Amazon Web Services.',
  )
})

it('returns undefined for a matching key, an unknown format, and a generic component', () => {
  expect(remarkOnKeyFormat(github, token)).toBeUndefined()
  expect(remarkOnKeyFormat(github, 'something else')).toBeUndefined()
  expect(remarkOnKeyFormat(github, '')).toBeUndefined()
  expect(remarkOnKeyFormat(http, token)).toBeUndefined()
})

it('warns about a public key in a secret field', () => {
  for (const component of [aws, s3]) {
    expect(remarkOnKeyFormat(component, 'AKIAIOSFODNN7EXAMPLE')).toMatch(/public part/)
  }
})
