import { AUDIT_ACTIONS } from '@stepkey/shared/audit-actions'
import { expect, it } from 'vitest'
import { actionGroups } from './actionGroups.ts'
import { actionSets } from './actionSets.ts'
import { actionTitle } from './auditSentence.ts'

it('offers every audit action exactly once', () => {
  const offered = actionGroups.flatMap(({ items }) => items.map(({ value }) => value))
  expect(offered.toSorted()).toEqual(AUDIT_ACTIONS.toSorted())
})

it('returns a title of its own for an action', () => {
  expect(actionTitle('credential.created')).toBe('Created a credential')
  expect(actionTitle('access.asked')).toBe('Was denied access')
})

it('has every audit action in one set, apart from issues and verifications', () => {
  const inSets = Object.values(actionSets).flatMap(({ actions }) => actions)
  expect([...inSets, 'credential.issued', 'credential.verified'].toSorted()).toEqual(AUDIT_ACTIONS.toSorted())
})
