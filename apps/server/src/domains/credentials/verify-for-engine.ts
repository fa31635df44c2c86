import { setTimeout as sleep } from 'node:timers/promises'
import type { Verification } from '@stepkey/shared/verification'
import type { Db } from '../../platform/database/database.ts'
import { REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import { isoAfter, MINUTE, SECOND } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import { toVerification } from '../verification/verify.ts'
import {
  acquireVerificationLease,
  deleteVerificationLease,
  findVerificationLease,
  type ValueRef,
} from './engine-verification-table.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { isOver } from './refusal-count.ts'
import { againIfReplaced } from './replaced-values.ts'
import { claimAttempt } from './store.ts'
import { verifyPendingValue } from './switch-value.ts'
import { findValueIn } from './value-table.ts'
import { verifyCredential } from './verify-credential.ts'

/**
 * How long no other attempt is made while one of a failing credential is running, which is longer than any verification,
 * and after an inconclusive one, in milliseconds.
 */
const ATTEMPT = 10 * MINUTE

/**
 * Duration of the lease of a verification, in milliseconds: longer than almost every verification. After a crash, other
 * processes wait for its end.
 */
const LEASE = MINUTE
/** Duration of the lease of a request for a token, in milliseconds: a little longer than its deadline. */
const REQUEST_LEASE = REMOTE_DEADLINE + 5 * SECOND

/**
 * Verifies the current value of a credential for a flow engine: once at a time in all processes. Calls that come meanwhile
 * get the same result. A failing credential is verified only when its pause is over, so a key that many steps use reaches
 * its provider a few times only.
 * @param isAnswered whether what is known of the credential answers the call without a verification
 * @returns undefined if that is the case, if issuing pauses, or if another process has just verified it: the credential
 * then has the last receipt
 * @throws DomainError not_found
 */
export const verifyForEngine = (
  ctx: WorkspaceContext,
  value: ValueRef,
  isAnswered: (row: CredentialDetailRow) => boolean = () => false,
): Promise<Verification | undefined> =>
  shared(value, async () => {
    const { credentialId } = value
    const verify = () => againIfReplaced(() => verifyCredential(ctx, { credentialId, values: undefined }))
    const row = await requireCredentialRow(ctx, credentialId)
    if (isAnswered(row)) return undefined
    if (row.status === 'failing') return (await claimRetry(ctx, row)) ? await verify() : undefined
    return await verifyInTurn(ctx, value, async () => {
      const { receipt_id } = await requireCredentialRow(ctx, credentialId)
      return receipt_id === row.receipt_id ? await verify() : undefined
    })
  })

/**
 * Verifies the pending value of a credential, which a flow tries, for a flow engine: once at a time in all processes. A
 * value that was rejected is not verified again: nothing is issued any more, so nothing new is known.
 * @param isRejected whether the value was rejected already
 * @returns the verification, and whether the target was asked
 * @throws DomainError not_found
 */
export async function verifyTrialForEngine(
  ctx: WorkspaceContext,
  value: ValueRef,
  isRejected: boolean,
): Promise<{ verification: Verification; asked: boolean }> {
  const rejected = () => ({
    verification: toVerification({ outcome: 'rejected' }, ctx.clock(), 0),
    asked: false,
  })
  if (isRejected) return rejected()
  const verification = await shared(value, () =>
    verifyInTurn(ctx, value, async () => {
      const pending = await findValueIn(ctx.db, value.credentialId, 'pending')
      return pending?.status === 'failing' ? undefined : await verifyPendingValue(ctx, value.credentialId)
    }),
  )
  return verification ? { verification, asked: true } : rejected()
}

/** The running verifications of this process that flow engines have caused, by value. */
const running = new Map<string, Promise<Verification | undefined>>()

function shared(
  { credentialId, generation }: ValueRef,
  verify: () => Promise<Verification | undefined>,
): Promise<Verification | undefined> {
  const key = `${credentialId} ${generation}`
  const current = running.get(key)
  if (current) return current
  const verifying = verify().finally(() => running.delete(key))
  running.set(key, verifying)
  return verifying
}

/**
 * Runs `verify` under the lease of a value. If another process holds it, waits for its end.
 * @param verify reads the stored result first: another process may have verified the value meanwhile
 * @throws DomainError not_found
 */
async function verifyInTurn<T>(ctx: WorkspaceContext, value: ValueRef, verify: () => Promise<T>): Promise<T> {
  for (let wait = 25; ; wait = Math.min(wait * 1.5, 400)) {
    const leaseId = await acquireVerificationLease(ctx.db, value, LEASE)
    if (leaseId !== undefined) {
      try {
        return await verify()
      } finally {
        await deleteVerificationLease(ctx.db, value, leaseId)
      }
    }
    await requireCredentialRow(ctx, value.credentialId)
    await sleep(wait * (0.5 + Math.random()))
  }
}

/**
 * Sends a request for a token with a value, after a request that another process sends with it right now: for a token, or
 * a verification for a flow engine. So a value that the provider has just rejected is sent once, not once per process. If the
 * other request succeeds, those that waited for it no longer take turns, because that would delay every issue.
 * @param isRejected reads whether the value was rejected
 * @returns undefined if it was
 */
export async function sendInTurn<T>(
  { db }: Pick<WorkspaceContext, 'db'>,
  value: ValueRef,
  { isRejected, send }: { isRejected(): Promise<boolean>; send(): Promise<T> },
): Promise<T | undefined> {
  const leaseId = await acquireVerificationLease(db, value, REQUEST_LEASE)
  if (leaseId === undefined) await leaseEnds(db, value)
  try {
    return (await isRejected()) ? undefined : await send()
  } finally {
    if (leaseId !== undefined) await deleteVerificationLease(db, value, leaseId)
  }
}

/** Waits until another process no longer holds the lease of a value. */
async function leaseEnds(db: Db, value: ValueRef): Promise<void> {
  const other = await findVerificationLease(db, value)
  for (let wait = 25; other !== undefined; wait = Math.min(wait * 1.5, 400)) {
    await sleep(wait * (0.5 + Math.random()))
    if ((await findVerificationLease(db, value)) !== other) return
  }
}

/** Claims the one attempt after the pause of a failing credential. @returns whether the caller may make it */
async function claimRetry(
  { db, clock }: Pick<WorkspaceContext, 'db' | 'clock'>,
  { id, paused_until, grant }: CredentialDetailRow,
): Promise<boolean> {
  if (grant?.lost_reason || paused_until === null || !isOver(paused_until, clock())) return false
  return await claimAttempt(db, { id, paused_until, until: isoAfter(clock(), ATTEMPT) })
}
