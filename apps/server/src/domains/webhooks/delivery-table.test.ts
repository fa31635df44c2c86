import { expect, it } from 'vitest'
import { planOf } from '../../../testing/query-plan.ts'
import { claimDueDeliveries, countPending } from './delivery-table.ts'

it('finds due deliveries with an index, without a scan', async () => {
  const now = new Date().toISOString()
  const plan = await planOf((db) => claimDueDeliveries(db, 'sqlite', { now, limit: 8, lease: 60 }))
  expect(plan).toMatch(/SEARCH d USING (COVERING )?INDEX webhook_delivery_due/)
  expect(plan).toMatch(/SEARCH first USING (COVERING )?INDEX webhook_delivery_first/)
  expect(plan).toMatch(/SEARCH sent USING (COVERING )?INDEX webhook_delivery_leased/)
  expect(await planOf(countPending)).toMatch(/USING (COVERING )?INDEX webhook_delivery_due/)
})
