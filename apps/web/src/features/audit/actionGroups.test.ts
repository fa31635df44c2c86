import { AUDIT_ACTIONS } from '@stepkey/shared/audit-actions'
import { expect, it } from 'vitest'
import { actionGroups, actionTitle } from './actionGroups.ts'

it('everything that is recorded can be chosen, once', () => {
  const offered = actionGroups.flatMap(({ items }) => items.map(({ value }) => value))
  expect(offered.toSorted()).toEqual(AUDIT_ACTIONS.toSorted())
})

it('what was done is told in words of its own', () => {
  expect(actionTitle('credential.created')).toBe('Created a credential')
  expect(actionTitle('access.asked')).toBe('Asked for something that is not allowed here')
})
