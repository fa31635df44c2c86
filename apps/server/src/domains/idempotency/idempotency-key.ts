import { createHmac } from 'node:crypto'
import type { Db } from '../../platform/database/connect.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { WorkspaceContext } from '../context.ts'
import { deleteClaim, deleteExpiredClaims, findClaim, finishClaim, insertClaim } from './store.ts'

/** How long a key stands for what was made with it, in milliseconds: 24 hours. */
const LIFETIME = 24 * 60 * 60_000
/** How long one request may run: a process that ended in the middle gives the key back after this. */
const LEASE = 60_000

export interface KeyedRequest {
  /** The header `Idempotency-Key`. */
  key: string
  /** `POST /flows`, … */
  operation: string
  /** Everything that was sent with it. */
  input: unknown
}

export type Claim =
  | { outcome: 'first'; onMade: NonNullable<WorkspaceContext['onMade']>; free(): Promise<void> }
  | { outcome: 'made'; subjectId: string }
  | { outcome: 'running' }
  | { outcome: 'reused' }

/**
 * Takes a key for one run of a request. What it makes is noted in the very transaction that makes it, so a crash
 * leaves both or neither. `free` gives back a key with which nothing was made.
 */
export async function claim(ctx: WorkspaceContext, request: KeyedRequest): Promise<Claim> {
  const { db, clock, log } = ctx
  const { keyed, requestHash } = await identify(ctx, request)
  const now = clock()
  await deleteExpiredClaims(db, now.toISOString(), keyed)
  const claimId = newId()
  const isFirst = await insertClaim(db, {
    ...keyed,
    request_hash: requestHash,
    claim_id: claimId,
    subject_id: null,
    expires_at: new Date(now.getTime() + LEASE).toISOString(),
  })
  if (!isFirst) {
    const row = await findClaim(db, keyed)
    // Gone since: whoever had it gave it back.
    if (!row) return { outcome: 'running' }
    if (row.request_hash !== requestHash) return { outcome: 'reused' }
    return row.subject_id === null ? { outcome: 'running' } : { outcome: 'made', subjectId: row.subject_id }
  }
  return {
    outcome: 'first',
    async onMade(trx, id) {
      const expires = new Date(clock().getTime() + LIFETIME).toISOString()
      if (await finishClaim(trx, claimId, { subject_id: id, expires_at: expires })) return
      throw new DomainError(
        'conflict',
        'This took too long, and another request took its Idempotency-Key over. This one made nothing.',
      )
    },
    free: () => deleteClaim(db, claimId).catch((error) => logFailure(log, 'idempotency', error)),
  }
}

/** A request and its key as they are stored: nothing can be read or guessed from them without the workspace's key. */
async function identify(
  { keyring, workspaceId, actor }: WorkspaceContext,
  { key, operation, input }: KeyedRequest,
) {
  if (actor.kind !== 'person' && actor.kind !== 'api_key') throw new Error('Nobody else comes over HTTP.')
  const secret = await keyring.requestKey(workspaceId)
  const mac = (...what: unknown[]) => createHmac('sha256', secret).update(JSON.stringify(what)).digest('hex')
  return {
    keyed: {
      workspace_id: workspaceId,
      actor_kind: actor.kind,
      actor_id: actor.id,
      key_hash: mac('key', key),
    },
    requestHash: mac('request', operation, input),
  }
}

export async function sweepRequests(db: Db, now: Date): Promise<void> {
  await deleteExpiredClaims(db, now.toISOString())
}
