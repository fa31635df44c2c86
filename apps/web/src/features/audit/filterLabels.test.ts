import { expect, it } from 'vitest'
import { describeFilter } from './filterLabels.ts'

const names = { actor: 'Bob Stone', subject: '“Minka shop”' }

it.each([
  [
    { action: 'flow.created', actor: 'b', when: 'week' },
    '“Created a flow”, by Bob Stone, in the last 7 days',
  ],
  [{ q: 'crm', action: 'changes' }, 'with “crm”, “Changes”'],
  [{ subject: 's', outcome: 'refused', when: 'today' }, 'about “Minka shop”, today, refused'],
  [{ when: 'between', from: '2026-05-03', to: '2026-06-01' }, 'from 3 May 2026 to 1 Jun 2026'],
  [{ when: 'between', from: '2026-05-03' }, 'since 3 May 2026'],
  [{ when: 'between', to: '2026-06-01' }, 'until 1 Jun 2026'],
  [{ when: 'between' }, ''],
] as const)('describes %o as: %s', (search, description) => {
  expect(describeFilter(search, names)).toBe(description)
})
