import { expect, it } from 'vitest'
import { planOf } from '../../../testing/query-plan.ts'
import { claimDueGroups, closeEvents, findLastChange, findOpenEvents } from './notice-event-table.ts'
import { claimDueMessages, countPendingMessages } from './notice-message-table.ts'

const now = new Date().toISOString()

it('finds due groups and messages with an index, without a scan', async () => {
  const claim = { limit: 8, except: ['busy'], duration: 60_000 }
  for (const which of ['at_once', 'daily'] as const) {
    const plan = await planOf((db) =>
      claimDueGroups(db, which, { ...claim, pendingSince: now, lastMessage: now }),
    )
    expect(plan).toMatch(/SEARCH q USING (COVERING )?INDEX notice_group_pending/)
  }
  const plan = await planOf((db) => claimDueMessages(db, { ...claim, now }))
  expect(plan).toMatch(/SEARCH q USING (COVERING )?INDEX notice_message_due/)
  expect(plan).toMatch(/SEARCH earlier USING (COVERING )?INDEX notice_message_first/)
  expect(plan).toMatch(/SEARCH other USING (COVERING )?INDEX notice_message_leased/)
  expect(await planOf(countPendingMessages)).toMatch(/USING (COVERING )?INDEX notice_message_due/)
})

it('finds the untold events of a group with an index, without a scan', async () => {
  const group = { id: 'g', workspace_id: 'w', lease_id: 'l' }
  for (const [target, index] of [
    ['api.example.com', 'notice_event_untold'],
    ['', 'notice_event_undigested'],
  ] as const) {
    const plan = await planOf(async (db) => {
      await findOpenEvents(db, { ...group, target }, 100)
      await closeEvents(db, { ...group, target }, 'e')
    })
    expect(plan.match(new RegExp(`SEARCH notice_event USING (COVERING )?INDEX ${index}`, 'g'))).toHaveLength(
      2,
    )
    expect(plan).not.toContain('SCAN')
  }
  const plan = await planOf((db) => findLastChange(db, 'c'))
  expect(plan).toMatch(/SEARCH notice_event USING (COVERING )?INDEX notice_event_credential/)
})
