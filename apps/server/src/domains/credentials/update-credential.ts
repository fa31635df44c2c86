import { isDeepStrictEqual } from 'node:util'
import { isTyped } from '@stepkey/shared/auth/destination'
import { asksConsent } from '@stepkey/shared/component'
import type { CredentialUpdated, UpdateCredential } from '@stepkey/shared/credential'
import { activeFields } from '@stepkey/shared/schema'
import type { Verification } from '@stepkey/shared/verification'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { foldName } from '../../platform/folded-name.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import { type KnownMethod, requireMethod } from '../catalog/catalog.ts'
import type { SaveOptions, WorkspaceContext } from '../context.ts'
import type { ConsentGrant } from '../oauth/consent-record.ts'
import { isInUse } from '../usage/usage.ts'
import { verifyValues } from '../verification/verify.ts'
import {
  grantedTokenRow,
  reconnectRequired,
  requireConsentGrant,
  spendConsentGrant,
  withGrantedToken,
} from './consent-grant.ts'
import { changeCredentialCounts } from './credential-counts.ts'
import { emitCredentialChanged, emitStatusChange } from './credential-events.ts'
import { nameTaken, orNameTaken } from './credential-name.ts'
import {
  completeValues,
  openValues,
  overlayValues,
  type RawValues,
  type SecretValues,
} from './credential-values.ts'
import { getCredential, openCredential, requireCredentialRow } from './read-credentials.ts'
import { replaceReceipt, statusToSave } from './save-policy.ts'
import { type FoundRow, isNameFree, lockCredential, updateCredentialRow as updateRow } from './store.ts'
import { deleteToken, findToken } from './token-table.ts'

/**
 * Changes name or values. Other values are verified before they replace the old; a new name alone needs no dry
 * request. Written only over the version that it is based on.
 */
export async function updateCredential(
  ctx: WorkspaceContext,
  input: UpdateCredential,
  { signal, sessionHash }: SaveOptions = {},
): Promise<CredentialUpdated> {
  const { db, config, keyring, workspaceId } = ctx
  const row = await requireCredentialRow(ctx, input.credentialId)
  if (row.version !== input.version) return { outcome: 'stale', credential: await openCredential(ctx, row) }

  const name = input.name ?? row.name
  const known = await requireMethod(ctx, row.component_id, row.method_id)
  const stored = await openValues(keyring, row)
  const values = input.values ? overlayValues(config, known, stored, input.values) : stored
  const consent = { consentId: input.consentId, sessionHash }
  const granted = await requireConsentGrant(ctx, known, consent, { values, credentialId: row.id })
  if (!(await isNameFree(db, { workspaceId, componentId: row.component_id, name, except: row.id })))
    throw nameTaken()
  // A secret that was typed is asked about even if it is the one that is stored: that may be failing by now.
  const sameValues = isDeepStrictEqual(values.reveal(), stored.reveal())
  if (sameValues && !granted && !typesSecret(known, values, input.values)) {
    return name === row.name ? await saved(ctx, row.id) : await write(ctx, row, { name })
  }

  if (!granted && asksConsent(known.method.token)) throw reconnectRequired()
  const complete = await withGrantedToken(ctx, completeValues(config, known, values), granted)
  const verification = await verifyValues(known.method, complete, { ...ctx, signal, of: known })
  const status = statusToSave(verification, { allowUnverified: input.allowUnverified === true })
  if (!status) return await refuse(ctx, row, verification)
  const { identity } = verification
  if (granted && identity && row.identity && identity !== row.identity && !input.allowOtherAccount) {
    return { outcome: 'other_account', before: row.identity, now: identity }
  }
  return await write(ctx, row, { name, proven: { known, values, granted, verification, status } })
}

/** Whether a raw input holds a value for one of the secret fields that are in force in the whole. */
function typesSecret({ fields }: KnownMethod, whole: SecretValues, input: RawValues = {}): boolean {
  return [...activeFields(fields, whole.reveal())].some(
    ({ field, path }) => field.meta.secret && isTyped(input, path),
  )
}

interface Change {
  name: string
  proven?: {
    known: KnownMethod
    values: SecretValues
    granted: ConsentGrant | undefined
    verification: Verification
    status: CredentialRow['status']
  }
}

async function write(
  ctx: WorkspaceContext,
  row: FoundRow,
  { name, proven }: Change,
): Promise<CredentialUpdated> {
  const { db, keyring, workspaceId, clock } = ctx
  const sealVersion = row.seal_version + 1
  const sealed =
    proven &&
    (await keyring.seal(proven.values, {
      workspaceId,
      credentialId: row.id,
      componentId: row.component_id,
      methodId: row.method_id,
      sealVersion,
    }))
  const granted = proven?.granted
  const version = ((await findToken(db, workspaceId, row.id))?.version ?? 0) + 1
  const token = granted && (await grantedTokenRow(ctx, row, proven.known, granted, version))
  const result = await transact(db, async (trx): Promise<'saved' | 'stale' | 'unproven'> => {
    const current = await lockCredential(trx, workspaceId, row.id)
    if (current?.version !== row.version) return 'stale'
    // Locked: from here on no flow can start to use it before this transaction ends.
    if (proven?.status === 'unverified' && (await isInUse(trx, workspaceId, row.id))) return 'unproven'

    const receipt = proven && (await replaceReceipt(trx, row.id, proven.verification))
    const change: Partial<CredentialRow> = {
      name,
      name_folded: foldName(name),
      version: row.version + 1,
      updated_at: clock().toISOString(),
      ...(proven &&
        sealed && { sealed, seal_version: sealVersion, status: proven.status, identity: null, ...receipt }),
    }
    await updateRow(trx, row.id, change)
    if (granted && token) await spendConsentGrant(trx, granted, token)
    else if (proven) await deleteToken(trx, row.id)
    await emitCredentialChanged(trx, ctx, row.id)
    if (proven) await emitStatusChange(trx, ctx, row.id, { before: current.status, after: proven.status })
    await writeAuditEntry(trx, ctx, 'credential.updated', row.id, { name, values: proven !== undefined })
    const failing = proven && current.status === 'failing' ? -1 : 0
    await changeCredentialCounts(
      trx,
      { workspaceId, componentId: row.component_id },
      { failing, at: change.updated_at },
    )
    return 'saved'
  }).catch(orNameTaken)
  if (result === 'saved') return await saved(ctx, row.id)
  if (result === 'unproven' && proven) return await refuse(ctx, row, proven.verification)
  return { outcome: 'stale', credential: await getCredential(ctx, row.id) }
}

async function refuse(
  ctx: WorkspaceContext,
  row: FoundRow,
  verification: Verification,
): Promise<CredentialUpdated> {
  await auditRefusal(ctx, 'credential.updated', row.id, { name: row.name, outcome: verification.outcome })
  return { outcome: 'not_saved', verification }
}

async function saved(ctx: WorkspaceContext, id: string): Promise<CredentialUpdated> {
  return { outcome: 'saved', credential: await getCredential(ctx, id) }
}
