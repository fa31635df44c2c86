import type { Trx } from '../../platform/database/database.ts'
import type { NoticeEventRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'
import type { WorkspaceContext } from '../context.ts'
import {
  findFrozenInUse,
  findLastChange,
  findTarget,
  insertNoticeEvents,
  markGroupsPending,
} from './notice-event-table.ts'

type Doing = Pick<WorkspaceContext, 'workspaceId' | 'clock'>

/** The target of events about all credentials of a workspace. No host and no component has this name. */
const WORKSPACE = '*'
const BATCH = 500

/**
 * Stores that people must be told of a credential, in the transaction of the change (transactional outbox). Who is told
 * is decided when the message is composed, so this costs the same for any number of people. Call it before writing the
 * audit entry; audit-entry.ts describes the order of locks.
 */
export async function recordNotice(
  trx: Trx,
  doing: Doing,
  {
    credentialId,
    kind,
    expiresAt,
  }: { credentialId: string; kind: Exclude<NoticeEventRow['kind'], 'not_revoked'>; expiresAt?: string },
): Promise<void> {
  // A recovery joins the group of its failure, even if its verification called another host, so that it cancels it.
  const last = kind === 'recovered' ? await findLastChange(trx, credentialId) : undefined
  const target = last?.target ?? (await findTarget(trx, credentialId))
  await insert(trx, doing, target, [
    { ...about, credential_id: credentialId, kind, expires_at: expiresAt ?? null },
  ])
}

/**
 * Stores that people must be told of a revocation that was given up, as `recordNotice` does. Those of one component are
 * one message. The credential may be deleted.
 */
export async function recordGivenUpRevocation(
  trx: Trx,
  doing: Doing,
  revocation: { id: string; componentId: string },
): Promise<void> {
  await insert(trx, doing, revocation.componentId, [
    { ...about, revocation_id: revocation.id, kind: 'not_revoked' },
  ])
}

/** An event about nothing yet. */
const about = { credential_id: null, revocation_id: null, expires_at: null }

/** Stores that people must be told of a recovery, if they are told of a failure and of no recovery since. */
export async function recordLateRecovery(trx: Trx, doing: Doing, credentialId: string): Promise<void> {
  const last = await findLastChange(trx, credentialId)
  if (last?.kind === 'failing') await recordNotice(trx, doing, { credentialId, kind: 'recovered' })
}

/** Stores that all credentials of the workspace were frozen at a time, for those that active flows use. */
export async function recordAllFrozen(trx: Trx, doing: Doing, at: string): Promise<void> {
  const ids = await findFrozenInUse(trx, doing.workspaceId, at)
  const kind = 'frozen' as const
  await insert(
    trx,
    doing,
    WORKSPACE,
    ids.map((credential_id) => ({ ...about, credential_id, kind })),
  )
}

async function insert(
  trx: Trx,
  { workspaceId, clock }: Doing,
  target: string,
  events: readonly Pick<NoticeEventRow, 'credential_id' | 'revocation_id' | 'kind' | 'expires_at'>[],
): Promise<void> {
  if (events.length === 0) return
  const now = clock().toISOString()
  await markGroupsPending(trx, { workspaceId, target, now })
  const rows = events.map((event) => ({
    ...event,
    id: newId(),
    workspace_id: workspaceId,
    target,
    created_at: now,
    is_told: 0,
    is_digested: 0,
  }))
  for (let n = 0; n < rows.length; n += BATCH) await insertNoticeEvents(trx, rows.slice(n, n + BATCH))
}
