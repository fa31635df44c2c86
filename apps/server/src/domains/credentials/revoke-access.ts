import { SERVER_ID } from '@stepkey/shared/audit-actions'
import { asksConsent, needsApp } from '@stepkey/shared/component'
import type { Revocation } from '@stepkey/shared/oauth'
import { REVOCATION_DAYS } from '@stepkey/shared/revocation'
import { transact } from '../../platform/database/transaction.ts'
import { REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import { type DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { drainQueue } from '../../platform/jobs/work-queue.ts'
import { Secret } from '../../platform/secret.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { CLOCK_SKEW, DAY, HOUR, isoAfter, SECOND } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { type CatalogMethod, findMethodOf } from '../catalog/catalog.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { recordGivenUpRevocation } from '../notices/notice-outbox.ts'
import { openOAuthApp } from '../oauth/oauth-apps.ts'
import { revokeGrant } from '../oauth/revoke-grant.ts'
import { methodEgress } from '../tokens/method-egress.ts'
import { revokeKey } from '../tokens/revoke-token.ts'
import { completeValues, openValues, type SecretValues } from './credential-values.ts'
import { LEASE, type RevokedValues } from './queue-revocation.ts'
import {
  type ClaimedRevocation,
  claimDueRevocations,
  correctRevocationTimes,
  deleteDoneRevocation,
  updateRevocation,
} from './revocation-table.ts'
import { findSameKey } from './shared-key.ts'
import { openToken } from './token-store.ts'
import { markValueRevoked } from './value-table.ts'

/** The name of the job in the log. */
export const REVOCATION_JOB = 'revocations'
/** Revocations that a process tries at the same time, and of one workspace. */
const AT_ONCE = 16
const AT_ONCE_OF_WORKSPACE = 2

/** The delays between attempts, in milliseconds, and their random extension, as a fraction. */
const [MIN_DELAY, MAX_DELAY] = [5 * SECOND, 6 * HOUR]
const JITTER = 0.2

/**
 * Checks that a key can be revoked before its values are erased.
 * @throws DomainError invalid_input, if its provider has no request for that, or steps get the same key from elsewhere
 */
export async function requireRevocable(ctx: WorkspaceContext, values: RevokedValues): Promise<void> {
  const obstacle = await findRevocationObstacle(ctx, values)
  if (obstacle) throw obstacle
}

/** Returns why a key can't be revoked, as `requireRevocable` throws it; undefined if it can. */
export async function findRevocationObstacle(
  ctx: WorkspaceContext,
  values: RevokedValues,
): Promise<DomainError | undefined> {
  const known = await findMethodOf(ctx, values)
  if (!known?.method.revoke) {
    return invalidInput({
      path: 'revoke',
      code: 'not_revocable',
      message: 'Stepkey can’t revoke keys of this method. Revoke the key at the provider, and omit `revoke`.',
    })
  }
  const other = await findSameKey(ctx, values, { identity: values.identity, except: values })
  if (!other) return undefined
  const user = other.id === values.id ? 'Other values of this credential have' : `“${other.name}” has`
  return invalidInput({
    path: 'revoke',
    code: 'key_in_use',
    message: `${user} the same key, and would stop working. Do not revoke it, or enter another key there first.`,
  })
}

/** Tries once to revoke something at its provider, and stores the result. After `failed`, it is tried again later. */
export async function tryToRevoke(ctx: WorkspaceContext, claimed: ClaimedRevocation): Promise<Revocation> {
  const result = await attempt(ctx, claimed).catch((error): Revocation => {
    logFailure(ctx.log, REVOCATION_JOB, error)
    return 'failed'
  })
  await settle(ctx, claimed, result)
  return result
}

async function attempt(ctx: WorkspaceContext, claimed: ClaimedRevocation): Promise<Revocation> {
  const { workspaceId, keyring, config } = ctx
  const { credential_id: id, generation: seal_version, sealed, identity } = claimed
  const { component_id, method_id, definition_id } = claimed
  if (!sealed) return 'not_offered'
  const row = { id, workspace_id: workspaceId, component_id, method_id, definition_id, seal_version, sealed }
  const known = await findMethodOf(ctx, row)
  if (!known) return 'not_offered'
  // The same key may have been entered since the revocation was queued, or its credential may have been unfrozen.
  if (claimed.is_grant === 0 && (await findSameKey(ctx, row, { identity }))) return 'shared'
  const values = completeValues(config, known, await openValues(keyring, row))
  return claimed.is_grant === 0
    ? await revokeStoredKey(ctx, known, values)
    : await revokeStoredGrant(ctx, known, values, claimed)
}

async function revokeStoredKey(
  ctx: WorkspaceContext,
  { method }: CatalogMethod,
  values: SecretValues,
): Promise<Revocation> {
  const egress = methodEgress(ctx.egress, method, values.reveal())
  const signal = AbortSignal.timeout(REMOTE_DEADLINE)
  return await revokeKey(method, values.reveal(), { egress, now: ctx.clock(), signal })
}

async function revokeStoredGrant(
  ctx: WorkspaceContext,
  { method }: CatalogMethod,
  values: SecretValues,
  {
    credential_id: id,
    token_sealed: sealed,
    token_version: version,
    oauth_app_id,
    identity,
  }: ClaimedRevocation,
): Promise<Revocation> {
  const { workspaceId, keyring } = ctx
  const request = method.token
  if (!asksConsent(request) || !sealed || version === null) return 'not_offered'
  // The app was deleted in the meantime. Without it, nothing tells whether others share the grant.
  if (needsApp(method) && oauth_app_id === null) return 'not_offered'
  const app = oauth_app_id ? await openOAuthApp(ctx, workspaceId, oauth_app_id) : undefined
  const token = await openToken(keyring, { id, workspace_id: workspaceId }, { sealed, version })
  return await revokeGrant(ctx, {
    identity,
    clientId: app?.clientId,
    method,
    request,
    values: new Secret({ ...values.reveal(), app }),
    token: new Secret(token),
  })
}

/**
 * Returns how long to wait after a failed attempt, in milliseconds: as long as the revocation has been waiting, so that
 * attempts on request don't postpone the others.
 */
function delayUntilNext(now: Date, { created_at }: ClaimedRevocation): number {
  const age = now.getTime() - new Date(created_at).getTime()
  return Math.min(Math.max(age, MIN_DELAY), MAX_DELAY) * (1 + Math.random() * JITTER)
}

/** Stores the result of an attempt: done, when to try again, or given up. */
async function settle(ctx: WorkspaceContext, claimed: ClaimedRevocation, result: Revocation): Promise<void> {
  const { db, clock } = ctx
  const { attempts, name, generation, component_id: componentId } = claimed
  const kind = claimed.is_grant === 1 ? 'access' : 'key'
  const now = clock()
  const detail = { name, componentId, generation, kind, attempts }
  const { credential_id: credentialId } = claimed
  // A user sees the result of the first attempt to end access. Of others, only the list and the audit log tell.
  const isSeen = kind === 'access' && attempts === 1
  const isImpossible = result === 'not_offered' && !isSeen
  if (result !== 'failed' && !isImpossible) {
    await transact(db, async (trx) => {
      if (!(await deleteDoneRevocation(trx, claimed))) return
      if (result === 'revoked') {
        await markValueRevoked(trx, { credentialId, generation })
        await writeAuditEntry(trx, ctx, 'credential.revoked', credentialId, detail)
      } else if (!isSeen) {
        await writeAuditEntry(trx, ctx, 'credential.not_revoked', credentialId, { ...detail, reason: result })
      }
    })
    return
  }
  const next = isoAfter(now, delayUntilNext(now, claimed))
  const isLast = isImpossible || next > isoAfter(new Date(claimed.created_at), REVOCATION_DAYS * DAY)
  const last_attempt_at = now.toISOString()
  if (!isLast) {
    await updateRevocation(db, claimed, { next_attempt_at: next, last_attempt_at })
    return
  }
  await transact(db, async (trx) => {
    const noValues = { sealed: null, token_sealed: null, token_version: null, next_attempt_at: null }
    const change = { ...noValues, status: 'failed', last_attempt_at } as const
    if (!(await updateRevocation(trx, claimed, change))) return
    await recordGivenUpRevocation(trx, ctx, { id: claimed.id, componentId })
    const reason = isImpossible && { reason: result }
    await writeAuditEntry(trx, ctx, 'credential.not_revoked', credentialId, { ...detail, ...reason })
  })
}

const actor = { kind: 'operator', id: SERVER_ID } as const

/** Tries the due revocations again until there are none left. Safe to run in several processes. */
export async function retryDueRevocations(deps: Deps, isStopping = () => false): Promise<number> {
  const { db, clock } = deps
  return await drainQueue({
    atOnce: AT_ONCE,
    atOnceOfWorkspace: AT_ONCE_OF_WORKSPACE,
    claim: (limit, except) =>
      claimDueRevocations(db, { now: clock().toISOString(), limit, except, duration: LEASE }),
    work: async (claimed) => {
      await tryToRevoke({ ...deps, workspaceId: claimed.workspace_id, actor }, claimed).catch((error) =>
        // Tried again after its lease has expired.
        logFailure(deps.log, REVOCATION_JOB, error),
      )
    },
    isStopping,
  })
}

/** Corrects the times of revocations that were stored while the clock ran ahead. */
export async function correctRevocations({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock()
  await correctRevocationTimes(db, {
    now: now.toISOString(),
    latest: isoAfter(now, MAX_DELAY * (1 + JITTER) + CLOCK_SKEW),
  })
}
