import { expect, it } from 'vitest'
import { describeScopes } from './scopeLabels.ts'

it('lists the permissions of a key in a fixed order, independent of the server’s order', () => {
  expect(describeScopes(['read'])).toBe('May read')
  expect(describeScopes(['issue', 'flows', 'read'])).toBe('May read, write flows and issue credentials')
})
