import type { Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { drainQueue } from '../../platform/jobs/work-queue.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { DAY, HOUR, isoAfter, MINUTE, SECOND } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { netEvents } from './net-events.ts'
import { concerns, createComposer, type NoticeContent, readTold, type Told } from './notice-content.ts'
import {
  type ClaimedGroup,
  claimDueGroups,
  closeEvents,
  DAILY,
  findOpenEvents,
  lockGroup,
  updateGroup,
} from './notice-event-table.ts'
import { insertMessages } from './notice-message-table.ts'
import {
  findChannelsToTell,
  findMembersToTell,
  findWorkspaceName,
  type Recipient,
} from './recipient-table.ts'

/** The name of the background job that sends due messages. */
export const MESSAGE_JOB = 'notice messages'

/** Groups per process that are composed at the same time. Of one workspace, one after the other. */
const MAX_CONCURRENT = 8
/** Events that one message is composed of. The others are in the next one. */
const MAX_EVENTS = 5000
/** Duration of a lease, in milliseconds. */
const LEASE = MINUTE
/** How much longer than the delay Stepkey waits after a message about a target, before it sends the next one. */
const COLLECT = 6
/** When the daily messages are composed: 08:00 UTC. */
const DAILY_AT = 8 * HOUR

/**
 * Composes the messages about events whose delay has passed, until there are none left. Safe to run in several processes:
 * messages are stored in the transaction that marks their events as told, so no event is in two messages or in none.
 */
export async function composeDueMessages(deps: Deps, isStopping = () => false): Promise<number> {
  const { db, config, clock } = deps
  const delay = config.noticeDelay * SECOND
  return await drainQueue({
    atOnce: MAX_CONCURRENT,
    atOnceOfWorkspace: 1,
    async claim(limit, except) {
      const now = clock()
      const of = { limit, except, duration: LEASE }
      const before = isoAfter(now, -delay)
      const lastMessage = isoAfter(now, -delay * COLLECT)
      const atOnce = await claimDueGroups(db, 'at_once', { ...of, pendingSince: before, lastMessage })
      if (atOnce.length > 0) return atOnce
      const today = lastDaily(now.getTime() - delay)
      return await claimDueGroups(db, 'daily', { ...of, pendingSince: today, lastMessage: today })
    },
    work: (group) => compose(deps, group),
    isStopping,
  })
}

/** Returns the last time before `now` at which daily messages were due, ISO 8601. */
const lastDaily = (now: number) => new Date(Math.floor((now - DAILY_AT) / DAY) * DAY + DAILY_AT).toISOString()

async function compose(deps: Deps, group: ClaimedGroup): Promise<void> {
  try {
    await transact(deps.db, (trx) => composeGroup(trx, deps, group))
    deps.background.wake(MESSAGE_JOB)
  } catch (error) {
    // Tried again after its lease has expired.
    logFailure(deps.log, 'notices', error)
  }
}

async function composeGroup(trx: Trx, deps: Deps, group: ClaimedGroup): Promise<void> {
  const { clock, config } = deps
  if (!(await lockGroup(trx, group))) return
  const now = clock()
  const events = await findOpenEvents(trx, group, MAX_EVENTS)
  const net = netEvents(events)
  // The event that began the delay may have been cancelled. Then the delay begins with the first one that is left.
  const [first] = net.map(({ created_at }) => created_at).sort()
  if (first !== undefined && first > isoAfter(now, -config.noticeDelay * SECOND)) {
    return await updateGroup(trx, group, { pending_since: first })
  }
  const told = await readTold(trx, group.workspace_id, net)
  const messages = told.length > 0 ? await messagesFor(trx, deps, group, told) : []
  await insertMessages(trx, group.workspace_id, messages, now.toISOString())
  const last = events.at(-1)
  if (last) await closeEvents(trx, group, last.id)
  await updateGroup(trx, group, {
    pending_since: events.length === MAX_EVENTS ? now.toISOString() : null,
    ...(messages.length > 0 && { last_message_at: now.toISOString() }),
  })
}

/** Returns a message for each recipient whom one of the events concerns. */
async function messagesFor(
  trx: Trx,
  { config, catalog, clock }: Deps,
  { workspace_id: workspaceId, target }: ClaimedGroup,
  told: readonly Told[],
): Promise<{ to: Recipient; content: string }[]> {
  const isDaily = target === DAILY
  const way = isDaily ? 'daily' : 'at_once'
  const recipients = [
    ...(config.mail ? await findMembersToTell(trx, workspaceId, way) : []),
    ...(await findChannelsToTell(trx, workspaceId, way)),
  ]
  if (recipients.length === 0) return []
  const workspace = await findWorkspaceName(trx, workspaceId)
  const sectionsOf = createComposer(trx, { workspaceId, catalog, clock })
  const messages: { to: Recipient; content: string }[] = []
  for (const to of recipients) {
    const sections = await sectionsOf(told.filter((one) => one.at >= to.since && concerns(one, to.kinds)))
    const content: NoticeContent = { workspace, isDaily, sections }
    if (sections.length > 0) messages.push({ to, content: JSON.stringify(content) })
  }
  return messages
}
