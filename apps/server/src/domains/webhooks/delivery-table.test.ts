import { expect, it } from 'vitest'
import { planOf } from '../../../testing/query-plan.ts'
import { claimDueDeliveries, countPending, findDeliveries } from './delivery-table.ts'

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

it('finds the deliveries of an object with indexes, without a scan', async () => {
  const query = { webhookId: 'w', status: undefined, objectId: 'o', before: undefined, limit: 51 }
  const plan = await planOf((db) => findDeliveries(db, 'workspace', query))
  expect(plan).toMatch(/SEARCH webhook_event_object USING (COVERING )?(INDEX|PRIMARY KEY)/)
  expect(plan).not.toContain('SCAN')
})
