import { expect, it } from 'vitest'
import { describeScopes } from './scopeLabels.ts'

it('lists what a key may do, in the same order whatever the server’s', () => {
  expect(describeScopes(['read'])).toBe('May read')
  expect(describeScopes(['issue', 'flows', 'read'])).toBe('May read, write flows and issue credentials')
})
