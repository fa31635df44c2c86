import { expect, it } from 'vitest'
import { planOf } from '../../../testing/query-plan.ts'
import { claimDueDeliveries, countPending } from './delivery-table.ts'

it('finds due deliveries with an index, without a scan', async () => {
  const now = new Date().toISOString()
  const plan = await planOf((db) =>
    claimDueDeliveries(db, { now, limit: 8, except: ['busy'], duration: 60_000 }),
  )
  expect(plan).toMatch(/SEARCH q USING (COVERING )?INDEX webhook_delivery_due/)
  expect(plan).toMatch(/SEARCH earlier USING (COVERING )?INDEX webhook_delivery_first/)
  expect(plan).toMatch(/SEARCH other USING (COVERING )?INDEX webhook_delivery_leased/)
  expect(await planOf(countPending)).toMatch(/USING (COVERING )?INDEX webhook_delivery_due/)
})
