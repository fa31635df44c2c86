import { expect, it } from 'vitest'
import { planOf } from '../../../testing/query-plan.ts'
import { findEnding } from './store.ts'
import { findDue } from './token-table.ts'

const now = new Date().toISOString()

it('finds what ends soon without going through all credentials', async () => {
  const plan = await planOf((db) => findEnding(db, { from: now, until: now, limit: 10 }))
  expect(plan).toMatch(/SEARCH r USING INDEX receipt_expiry/)
  expect(plan).toMatch(/SEARCH t USING INDEX credential_token_due/)
  expect(plan).not.toMatch(/SCAN/)
})

it('finds what is to be renewed without going through all tokens', async () => {
  const plan = await planOf((db) => findDue(db, { now, idleSince: now, limit: 10 }))
  expect(plan).toMatch(/SEARCH t USING INDEX credential_token_due/)
})
