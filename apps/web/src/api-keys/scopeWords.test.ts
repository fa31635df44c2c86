import { expect, it } from 'vitest'
import { mayWords } from './scopeWords.ts'

it('lists what a key may do, in the same order whatever the server’s', () => {
  expect(mayWords(['read'])).toBe('May read')
  expect(mayWords(['issue', 'flows', 'read'])).toBe('May read, write flows and issue credentials')
})
