import { expect, it } from 'vitest'
import { compareScopes } from './scopeRows.ts'

const flow = (name: string, step: string, scopes: string[]) => ({
  id: name,
  name,
  status: 'active' as const,
  steps: [{ id: step, name: step, scopes }],
})
const read = { flow: 'Orders', step: 'Read' }
const flows = [flow('Orders', 'Read', ['read:org', 'repo'])]

it('names the steps that need a scope, missing ones first and those that no step needs last', () => {
  expect(compareScopes({ granted: ['gist', 'repo'], requested: ['gist', 'repo'], flows })).toEqual([
    { scope: 'read:org', state: 'missing', steps: [read] },
    { scope: 'repo', state: 'granted', steps: [read] },
    { scope: 'gist', state: 'surplus', steps: [] },
  ])
})

it('shows the wider scope that was granted instead of the one that a step needs', () => {
  expect(compareScopes({ granted: ['admin:org', 'repo'], requested: [], flows })).toEqual([
    { scope: 'repo', state: 'granted', steps: [read] },
    { scope: 'admin:org', state: 'granted', steps: [read] },
  ])
})

it('shows what the credential asks for if the provider does not tell what was granted', () => {
  expect(compareScopes({ granted: null, requested: ['gist'], flows }).map(({ state }) => state)).toEqual([
    'unknown',
    'unknown',
    'unknown',
  ])
  expect(compareScopes({ granted: null, requested: [], flows: [] })).toEqual([])
})

it('does not count scopes that providers grant without reporting them as surplus', () => {
  const [row] = compareScopes({ granted: ['openid'], requested: ['openid'], flows: [] })
  expect(row).toEqual({ scope: 'openid', state: 'granted', steps: [] })
})

it('counts a scope as surplus only if no step needs it or a scope that it includes', () => {
  const facts = { granted: ['full', 'gist'], requested: [], flows: [flow('Orders', 'Read', ['api'])] }
  expect(compareScopes({ ...facts, includes: { full: ['web'], web: ['api'] } })).toEqual([
    { scope: 'full', state: 'granted', steps: [read] },
    { scope: 'gist', state: 'surplus', steps: [] },
  ])
  expect(compareScopes(facts).map(({ state }) => state)).toEqual(['missing', 'surplus', 'surplus'])
})
