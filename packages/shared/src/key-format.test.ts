import { expect, it } from 'vitest'
import { catalog } from './catalog/index.ts'
import { remarkOnKeyFormat } from './key-format.ts'

const { github, http, aws, s3 } = catalog
const token = `ghp_${'a1B2'.repeat(9)}`

it('points out a key of somebody else', () => {
  expect(remarkOnKeyFormat(github, 'sk_live_0123456789abcdef')).toBe(
    'This looks like a key of Stripe, not of GitHub.',
  )
  expect(remarkOnKeyFormat(aws, ` ${token}\n`)).toBe(
    'This looks like a key of GitHub, not of Amazon Web Services.',
  )
})

it('has nothing to say about the right one, an unknown one, or where any may be right', () => {
  expect(remarkOnKeyFormat(github, token)).toBeUndefined()
  expect(remarkOnKeyFormat(github, 'something else')).toBeUndefined()
  expect(remarkOnKeyFormat(github, '')).toBeUndefined()
  expect(remarkOnKeyFormat(http, token)).toBeUndefined()
})

it('points out the half that is no secret', () => {
  for (const component of [aws, s3]) {
    expect(remarkOnKeyFormat(component, 'AKIAIOSFODNN7EXAMPLE')).toMatch(/public half/)
  }
})
