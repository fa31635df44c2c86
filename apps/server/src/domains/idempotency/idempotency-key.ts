import { createHmac } from 'node:crypto'
import type { Db } from '../../platform/database/connect.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { DAY, isoAfter, MINUTE, SECOND } from '../../platform/time.ts'
import type { CreateOptions, WorkspaceContext } from '../context.ts'
import {
  acquireKeyLease,
  deleteExpiredKeys,
  deleteKey,
  findKey,
  finishKey,
  insertKey,
  type KeyOwner,
} from './store.ts'

/** How long a key is stored, in milliseconds. */
const LIFETIME = DAY
/** How long one run may take, in milliseconds. After a crash the same request can run again after this. */
const LEASE = MINUTE

/** A request with an idempotency key. */
export interface KeyedRequest {
  /** The header `Idempotency-Key`. */
  key: string
  /** `POST /flows`, … */
  operation: string
  /** The complete input. The same key with another input is an error. */
  input: unknown
}

/**
 * The result of claiming a key: `first` for a new run, `created` for the object of an earlier run, `running` for a
 * run in progress, `reused` if the key was sent with another request.
 */
export type KeyClaim =
  | {
      outcome: 'first'
      /**
       * Stores the id of the created object, in the transaction that creates it. After a crash, both or neither
       * exist.
       */
      onCreated: NonNullable<CreateOptions['onCreated']>
      /** Deletes the key if nothing was created with it. */
      release(): Promise<void>
    }
  | { outcome: 'created'; subjectId: string }
  | { outcome: 'running' }
  | { outcome: 'reused' }

/** Claims an idempotency key for one run of a request, or returns the state of an earlier run. */
export async function claimKey(ctx: WorkspaceContext, request: KeyedRequest): Promise<KeyClaim> {
  const { db, clock, log } = ctx
  const { owner, requestHash } = await identify(ctx, request)
  const now = clock()
  await deleteExpiredKeys(db, now.toISOString(), owner)
  await insertKey(db, { ...owner, request_hash: requestHash, expires_at: isoAfter(now, LIFETIME) })
  const leaseId = await acquireKeyLease(db, owner, requestHash, LEASE / SECOND)
  if (leaseId === undefined) {
    const row = await findKey(db, owner)
    // The other run deleted the key in the meantime, because it created nothing. The caller may send the request again.
    if (!row) return { outcome: 'running' }
    if (row.request_hash !== requestHash) return { outcome: 'reused' }
    return row.subject_id === null
      ? { outcome: 'running' }
      : { outcome: 'created', subjectId: row.subject_id }
  }
  return {
    outcome: 'first',
    async onCreated(trx, id) {
      const created = { subject_id: id, expires_at: isoAfter(clock(), LIFETIME) }
      if (await finishKey(trx, owner, leaseId, created)) return
      throw new DomainError(
        'conflict',
        'This request took too long, and another request with the same Idempotency-Key replaced it. It created nothing.',
      )
    },
    release: () => deleteKey(db, owner, leaseId).catch((error) => logFailure(log, 'idempotency', error)),
  }
}

/**
 * Returns the key and the request as they are stored: as HMACs with a secret of the workspace, so that a reader of the
 * database can't test guesses.
 */
async function identify({ keyring, workspaceId, actor }: WorkspaceContext, request: KeyedRequest) {
  const { key, operation, input } = request
  if (actor.kind !== 'person' && actor.kind !== 'api_key')
    throw new TypeError('Only users and API keys send requests.')
  const secret = await keyring.requestKey(workspaceId)
  const mac = (...parts: unknown[]) =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex')
  const owner: KeyOwner = {
    workspace_id: workspaceId,
    actor_kind: actor.kind,
    actor_id: actor.id,
    key_hash: mac('key', key),
  }
  return { owner, requestHash: mac('request', operation, input) }
}

/** Deletes the expired keys of all callers. */
export async function forgetExpiredKeys(db: Db, now: Date): Promise<void> {
  await deleteExpiredKeys(db, now.toISOString())
}
