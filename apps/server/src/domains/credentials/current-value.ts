import type { Verification } from '@stepkey/shared/verification'
import type { Config } from '../../config.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { CredentialRow, CredentialValueRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'
import { DAY, isoAfter } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import { queueErasedKey } from './queue-revocation.ts'
import { replaceReceipt } from './save-policy.ts'
import { deleteToken } from './token-table.ts'
import { findHighestGeneration, findValueIn, insertValue, retireValue } from './value-table.ts'

/**
 * Returns the generation of the next value of a credential. It is valid while the credential has the version of the
 * row, because every change of its values increments that.
 */
export const nextGeneration = async (
  db: Db,
  { id, seal_version }: Pick<CredentialRow, 'id' | 'seal_version'>,
): Promise<number> => Math.max(seal_version, await findHighestGeneration(db, id)) + 1

/** The statuses of values that are worth keeping. */
const WORKED: ReadonlySet<CredentialRow['status']> = new Set(['verified', 'limited', 'untestable'])

/**
 * Returns for how many days the current value of a credential is kept when another one takes its place. A value that does
 * not work, or that may have leaked because the credential is frozen, is not kept.
 */
export const keptDaysOf = (
  { previousValueDays }: Pick<Config, 'previousValueDays'>,
  { status, frozen_at }: Pick<CredentialRow, 'status' | 'frozen_at'>,
): number => (WORKED.has(status) && frozen_at === null ? previousValueDays : 0)

interface NewValue extends Pick<CredentialRow, 'definition_id' | 'sealed' | 'seal_version' | 'status'> {
  verification: Verification
  /** Who entered the value, and when, if this is known. */
  createdBy: string | null
  createdAt: string | null
}

/**
 * Replaces the current value of a credential. The old one is kept as the previous one, as {@link keptDaysOf}
 * says, and replaces the previous one before it. A pending value was based on the old one, so it is erased. Lock the
 * credential's row first.
 * @param options.isGrant whether the old value is worth nothing without the grant that is replaced with it
 * @param options.revoke whether the key of the old value is revoked at the provider when the value is erased
 * @returns the changes to the credential's row
 */
export async function replaceCurrentValue(
  trx: Trx,
  { config, clock }: Pick<WorkspaceContext, 'config' | 'clock'>,
  current: CredentialRow,
  { definition_id, sealed, seal_version, status, verification, createdBy, createdAt }: NewValue,
  { isGrant, revoke = false }: { isGrant: boolean; revoke?: boolean },
): Promise<Partial<CredentialRow>> {
  const { id } = current
  await retireValue(trx, id, 'pending')
  await queueErasedKey(trx, { clock }, current, await findValueIn(trx, id, 'previous'))
  await retireValue(trx, id, 'previous')
  const keptDays = isGrant ? 0 : keptDaysOf(config, current)
  const isKept = keptDays > 0
  const old: CredentialValueRow = {
    id: newId(),
    credential_id: id,
    generation: current.seal_version,
    state: 'previous',
    definition_id: current.definition_id,
    sealed: current.sealed,
    erase_at: isoAfter(clock(), keptDays * DAY),
    revoke_on_erase: revoke ? 1 : 0,
    status: current.status,
    identity: current.identity,
    created_by: current.value_created_by,
    created_at: current.value_created_at,
  }
  if (!isKept) await queueErasedKey(trx, { clock }, current, old)
  const erased = { state: 'retired', sealed: null, erase_at: null, revoke_on_erase: 0 } as const
  await insertValue(trx, isKept ? old : { ...old, ...erased })
  await deleteToken(trx, id)
  return {
    definition_id,
    sealed,
    seal_version,
    status,
    identity: null,
    value_created_by: createdBy,
    value_created_at: createdAt,
    ...(await replaceReceipt(trx, id, verification)),
  }
}
