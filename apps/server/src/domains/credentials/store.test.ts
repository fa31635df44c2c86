import { expect, it } from 'vitest'
import { planOf } from '../../../testing/query-plan.ts'
import { findExpiringCredentials } from './store.ts'
import { findTokensDueForRefresh } from './token-table.ts'

const now = new Date().toISOString()

it('finds expiring credentials by index, without a table scan', async () => {
  const plan = await planOf((db) =>
    findExpiringCredentials(db, { days: 7, from: now, until: now, limit: 10 }),
  )
  expect(plan).toMatch(/SEARCH r USING INDEX receipt_expiry/)
  expect(plan).toMatch(/SEARCH t USING INDEX credential_token_due/)
  expect(plan).not.toMatch(/SCAN/)
})

it('finds tokens due for a refresh by index', async () => {
  const plan = await planOf((db) =>
    findTokensDueForRefresh(db, {
      now,
      idleSince: now,
      exceptWorkspaces: ['busy'],
      except: ['running'],
      limit: 10,
    }),
  )
  expect(plan).toMatch(/SEARCH t USING INDEX credential_token_due/)
})
