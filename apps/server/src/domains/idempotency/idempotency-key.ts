import { createHmac } from 'node:crypto'
import { isRecord } from '@stepkey/shared/schema'
import type { Db } from '../../platform/database/database.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { DAY, isoAfter, SECOND } from '../../platform/time.ts'
import type { CreateOptions, WorkspaceContext } from '../context.ts'
import {
  acquireKeyLease,
  deleteExpiredKeys,
  deleteKey,
  findKey,
  finishKey,
  insertKey,
  type KeyOwner,
  releaseKeyLeases,
  renewKeyLease,
} from './store.ts'

/** How long a key is stored, in milliseconds. */
const LIFETIME = DAY
/**
 * How long the lease of a run lasts, in milliseconds. It is renewed while the run takes longer, so this is how long the
 * same request is refused after a crash.
 */
const LEASE = 6 * SECOND
const RENEWAL_INTERVAL = 2 * SECOND
/** When a request can be sent again while the first one runs, in seconds: about the duration of a verification. */
const RETRY_AFTER = 2

/** A request with an idempotency key. */
export interface KeyedRequest {
  /** The header `Idempotency-Key`. */
  key: string
  /** `POST /flows`, … */
  operation: string
  /** The complete, unparsed input. The same key with another input is an error. */
  input: unknown
}

/** The result of claiming a key: `first` for a new run, `created` for the object of an earlier run. */
export type KeyClaim =
  | {
      outcome: 'first'
      /**
       * Stores the id of the created object, in the transaction that creates it. After a crash, both or neither
       * exist.
       */
      onCreated: NonNullable<CreateOptions['onCreated']>
      /** Ends the run, and deletes the key if nothing was created with it. Must be called. */
      release(): Promise<void>
    }
  | { outcome: 'created'; subjectId: string }

/**
 * Claims an idempotency key for one run of a request.
 * @throws DomainError idempotency_key_reused for another request, in_progress while an earlier run is in progress
 */
export async function claimKey(ctx: WorkspaceContext, request: KeyedRequest): Promise<KeyClaim> {
  const { db, clock, log } = ctx
  const { owner, requestHash } = await identify(ctx, request)
  const now = clock()
  await deleteExpiredKeys(db, now.toISOString(), owner)
  await insertKey(db, { ...owner, request_hash: requestHash, expires_at: isoAfter(now, LIFETIME) })
  const leaseId = await acquireKeyLease(db, owner, requestHash, LEASE)
  if (leaseId === undefined) {
    const row = await findKey(db, owner)
    // The other run deleted the key in the meantime, because it created nothing. The caller may send the request again.
    if (!row) throw running()
    if (row.request_hash !== requestHash) throw reused()
    if (row.subject_id === null) throw running()
    return { outcome: 'created', subjectId: row.subject_id }
  }
  const renewal = setInterval(() => {
    renewKeyLease(db, owner, leaseId, LEASE).catch((error) => logFailure(log, 'idempotency', error))
  }, RENEWAL_INTERVAL)
  renewal.unref()
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
    async release() {
      clearInterval(renewal)
      await deleteKey(db, owner, leaseId).catch((error) => logFailure(log, 'idempotency', error))
    },
  }
}

const running = () =>
  new DomainError(
    'in_progress',
    'The first request with this Idempotency-Key is still running. Send it again in a moment.',
    { retryAfter: RETRY_AFTER },
  )

const reused = () =>
  new DomainError(
    'idempotency_key_reused',
    'This Idempotency-Key was already used for another request. Nothing was created. Send a new key.',
  )

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
  return { owner, requestHash: mac('request', operation, sorted(input)) }
}

/** Sorts the members of objects by name: their order in JSON has no meaning. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isRecord(value)) return value
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]))
}

/** Deletes the expired keys of all callers. */
export async function forgetExpiredKeys(db: Db, now: Date): Promise<void> {
  await deleteExpiredKeys(db, now.toISOString())
}

/** Ends the runs of the previous process. Only for the start of a server that no other one shares the database with. */
export async function endInterruptedRuns(db: Db): Promise<void> {
  await releaseKeyLeases(db)
}
