import { expect, it } from 'vitest'
import { planOf } from '../../../testing/query-plan.ts'
import { findCredentialPage } from './page-table.ts'
import { claimDueRevocations } from './revocation-table.ts'

const query = { sort: 'name', limit: 51, idleSince: '' } as const

it.each([
  ['failing', 'credential_status'],
  ['reconnect', 'credential_status'],
  ['needs_repair', 'credential_status'],
  ['unverified', 'credential_status'],
  ['frozen', 'credential_frozen'],
] as const)('finds %s credentials with the index %s, already in order', async (status, index) => {
  const plan = await planOf((db) => findCredentialPage(db, { workspaceId: 'w' }, { ...query, status }))
  expect(plan).toMatch(new RegExp(`SEARCH c USING INDEX ${index} `))
  expect(plan).not.toContain('USE TEMP B-TREE FOR ORDER BY')
})

it('finds due revocations with an index', async () => {
  const claim = { now: new Date().toISOString(), limit: 8, except: ['busy'], duration: 60_000 }
  const plan = await planOf((db) => claimDueRevocations(db, claim))
  expect(plan).toMatch(/SEARCH q USING INDEX revocation_due/)
  expect(plan).not.toMatch(/SCAN (?:q|other|earlier)/)
})
