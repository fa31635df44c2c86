import { DAY, isoAfter } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { deleteGroupsBefore, deleteNoticeEventsBefore } from './notice-event-table.ts'
import { deleteMessagesBefore } from './notice-message-table.ts'

/** How long events and messages are kept, in milliseconds: 30 days. */
const RETENTION = 30 * DAY
const DELETE_BATCH = 1000

/** Deletes old events, groups and messages, in batches, so that other writers are not blocked for long. */
export async function deleteOldNotices(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  isStopping = () => false,
): Promise<void> {
  const before = isoAfter(clock(), -RETENTION)
  for (const remove of [deleteNoticeEventsBefore, deleteGroupsBefore, deleteMessagesBefore]) {
    while (!isStopping() && (await remove(db, before, DELETE_BATCH)) === DELETE_BATCH);
  }
}
