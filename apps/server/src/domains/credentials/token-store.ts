import { SERVER_ID } from '@stepkey/shared/audit-actions'
import { asksConsent } from '@stepkey/shared/component'
import type { Trx } from '../../platform/database/connect.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { Secret } from '../../platform/secret.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { KnownMethod } from '../catalog/catalog.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import {
  type Lease,
  type Loss,
  type LossReason,
  type StoredToken,
  type Token,
  type TokenStore,
  tokenTimes,
} from '../tokens/refresh.ts'
import { isRefreshable } from '../tokens/refresh-grant.ts'
import { toVerification } from '../verification/verify.ts'
import { changeCredentialCounts } from './credential-counts.ts'
import { emitStatusChange } from './credential-events.ts'
import { replaceReceipt } from './save-policy.ts'
import { type FoundRow, lockCredential, updateCredentialRow } from './store.ts'
import {
  acquireTokenLease,
  findToken,
  insertEmptyToken,
  postponeRefresh,
  supersedeToken,
  updateLeasedToken,
} from './token-table.ts'

type StoreDeps = Pick<Deps, 'db' | 'catalog' | 'keyring' | 'clock' | 'config' | 'background'>
type Of = Pick<FoundRow, 'id' | 'workspace_id' | 'component_id' | 'name' | 'seal_version'>

/** Renewals ahead of time after failures in a row: from half a minute, doubling, to an hour. In milliseconds. */
const putOffBy = (failures: number) => Math.min(30_000 * 2 ** failures, 3600_000)

/** The tokens of one credential, as long as its values stay what they were when `of` was read. */
export function createTokenStore(deps: StoreDeps, of: Of, { method }: KnownMethod): TokenStore {
  const { db, keyring, clock } = deps
  const credentialId = of.id
  const failuresAt = new Map<string, number>()

  const open = async (sealed: Buffer | null, version: number): Promise<Token | undefined> =>
    sealed ? await openToken(keyring, of, { sealed, version }) : undefined

  const held = ({ id, kept }: Lease) => ({ credentialId, leaseId: id, version: kept.version })

  /** Whoever deleted or changed the credential meanwhile wins. */
  async function current(at: Trx | typeof db) {
    const row = await findToken(at, of.workspace_id, credentialId)
    if (!row) throw notFound('credential')
    if (row.seal_version !== of.seal_version) {
      throw new DomainError('conflict', 'This credential was changed just now. Ask again.')
    }
    return row
  }

  return {
    // Whoever has other values by now must not wait for those of before.
    id: `${credentialId}/${of.seal_version}`,

    async read(): Promise<StoredToken | undefined> {
      const row = await current(db)
      if (row.version === null) return undefined
      return {
        version: row.version,
        token: await open(row.sealed, row.version),
        endsAt: date(row.ends_at),
        renewAt: date(row.renew_at),
        ...(row.lost_reason && { lost: row.lost_reason as LossReason }),
      }
    },

    async lease(milliseconds) {
      const row = await current(db)
      if (row.version === null) {
        await insertEmptyToken(db, {
          workspaceId: of.workspace_id,
          credentialId,
          now: clock().toISOString(),
        })
      }
      const acquired = await acquireTokenLease(db, { credentialId, milliseconds })
      if (!acquired) return undefined
      const { leaseId: id, before } = acquired
      failuresAt.set(id, before.failures)
      return {
        id,
        wasCutOff: before.lease_id !== null,
        kept: {
          version: before.version,
          token: await open(before.sealed, before.version),
          endsAt: date(before.ends_at),
          renewAt: date(before.renew_at),
        },
      }
    },

    async replace(lease, token, now) {
      const version = lease.kept.version + 1
      const change = await tokenColumns(deps, of, { method, token, version, now })
      return await transact(db, async (trx) => {
        // Locked: whoever changes the values meanwhile comes after this, and throws it away.
        const credential = await lockCredential(trx, of.workspace_id, credentialId)
        if (credential?.seal_version !== of.seal_version) return false
        return await updateLeasedToken(trx, held(lease), change)
      })
    },

    async release(lease, failure) {
      if (!failure) {
        await updateLeasedToken(db, held(lease), {})
        return
      }
      const failures = (failuresAt.get(lease.id) ?? 0) + 1
      const renewAt = lease.kept.renewAt && new Date(failure.now.getTime() + putOffBy(failures - 1))
      await postponeRefresh(db, held(lease), {
        failures,
        renewAt: renewAt?.toISOString() ?? null,
        // A lease that is over, but was never given back, says the same as after a crash.
        keepLease: failure.isCutOff || lease.wasCutOff,
      })
    },

    async lose(lease, loss) {
      return await transact(db, async (trx) => {
        const credential = await lockCredential(trx, of.workspace_id, credentialId)
        if (credential?.seal_version !== of.seal_version) return false
        if (!(await updateLeasedToken(trx, held(lease), lossColumns(loss)))) return false
        await markReconnectNeeded(trx, { ...deps, workspaceId: of.workspace_id, actor }, credential, loss)
        return true
      })
    },
  }
}

/** Forgets a token, whoever is renewing it: the credential's row is locked. */
export async function discardToken(trx: Trx, credentialId: string, loss: Loss): Promise<void> {
  await supersedeToken(trx, credentialId, lossColumns(loss))
}

/** A token that is lost is not kept: nobody can use it. */
const lossColumns = ({ reason }: Loss) => ({
  lost_reason: reason,
  sealed: null,
  renew_at: null,
  ends_at: null,
})

/** Tells everybody that a credential, which is locked, has to be connected again. */
export async function markReconnectNeeded(
  trx: Trx,
  doing: StoreDeps & Pick<WorkspaceContext, 'workspaceId' | 'actor' | 'address'>,
  credential: CredentialRow,
  loss: Loss,
): Promise<void> {
  const { workspaceId, clock } = doing
  const { id, name, component_id: componentId, status } = credential
  const verification = toVerification(loss, clock(), 0)
  await updateCredentialRow(trx, id, { status: 'failing', ...(await replaceReceipt(trx, id, verification)) })
  await emitStatusChange(trx, doing, id, { before: status, after: 'failing' })
  await writeAuditEntry(trx, doing, 'credential.disconnected', id, { name, reason: loss.reason })
  await changeCredentialCounts(trx, { workspaceId, componentId }, { failing: status === 'failing' ? 0 : 1 })
}

/** How long a token is kept that can be had again at any moment and doesn't say when it ends, in seconds. */
const UNKNOWN_LIFETIME = 300

const actor = { kind: 'operator', id: SERVER_ID } as const

/** What Stepkey knows of a token that is written: sealed, and in the open when it ends and what it is good for. */
export async function tokenColumns(
  { keyring }: Pick<StoreDeps, 'keyring'>,
  of: Pick<Of, 'id' | 'workspace_id'>,
  {
    method,
    token,
    version,
    now,
  }: { method: KnownMethod['method']; token: Token; version: number; now: Date },
) {
  const request = method.token
  const isGranted = asksConsent(request)
  const lifetime = request && 'lifetime' in request ? request.lifetime : undefined
  const { endsAt, renewAt } = tokenTimes(token, now, {
    lifetime: lifetime ?? (isGranted ? undefined : UNKNOWN_LIFETIME),
  })
  const renewable = !isGranted || isRefreshable(request, token)
  const granted = typeof token.scope === 'string' ? token.scope.split(/[\s,]+/).filter(Boolean) : undefined
  return {
    sealed: await keyring.seal(new Secret(token), sealedAs(of, version)),
    version,
    scopes: granted ? JSON.stringify(granted) : null,
    ends_at: endsAt?.toISOString() ?? null,
    renew_at: renewable ? (renewAt?.toISOString() ?? null) : null,
    failures: 0,
    lost_reason: null,
    lease_id: null,
    leased_until: null,
    updated_at: now.toISOString(),
  }
}

/** Opens the token of a credential. */
export async function openToken(
  keyring: Deps['keyring'],
  of: Pick<Of, 'id' | 'workspace_id'>,
  { sealed, version }: { sealed: Buffer; version: number },
): Promise<Token> {
  return (await keyring.open(sealed, sealedAs(of, version))).reveal()
}

const sealedAs = (of: Pick<Of, 'id' | 'workspace_id'>, version: number) => ({
  workspaceId: of.workspace_id,
  table: 'credential_token' as const,
  id: of.id,
  sealVersion: version,
})

const date = (text: string | null) => (text === null ? undefined : new Date(text))
