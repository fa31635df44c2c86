import { isDeepStrictEqual } from 'node:util'
import { isTyped } from '@stepkey/shared/auth/destination'
import { asksConsent } from '@stepkey/shared/component'
import type { CredentialUpdated, UpdateCredential } from '@stepkey/shared/credential'
import { TAG_LIMIT, type TagChanges, TOO_MANY_TAGS } from '@stepkey/shared/owner'
import { activeFields } from '@stepkey/shared/schema'
import type { Verification } from '@stepkey/shared/verification'
import { nameKey } from '../../platform/credential-name-key.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { nameOrder } from '../../platform/name-order.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import { type CatalogMethod, requireNewestMethod } from '../catalog/catalog.ts'
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
import { changeCredentialCounts } from './credential-count-table.ts'
import { emitCredentialChanged, emitStatusChange } from './credential-events.ts'
import { nameTaken, orNameTaken } from './credential-name.ts'
import { requireOwnerInReach } from './credential-owner.ts'
import {
  completeValues,
  openStored,
  overlayValues,
  type RawValues,
  type SecretValues,
} from './credential-values.ts'
import { nextGeneration, replaceCurrentValue } from './current-value.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { deleteSessionsOfOwner } from './owner-table.ts'
import { getCredential, openCredential, requireCredentialRow } from './read-credentials.ts'
import { statusToSave } from './save-policy.ts'
import { isNameFree, lockCredential, updateCredentialRow } from './store.ts'
import { changeTags, parseTags } from './tag-table.ts'
import { findToken } from './token-table.ts'

/**
 * Changes the name, the owner, the tags or the values of a credential. New values are verified before they replace the
 * stored ones; everything else needs no verification. The change is stored only if the credential still has the version of the input.
 * @param options.isReconnect whether the credential is connected again: the values are verified even if they are the stored
 * ones, and another account needs `allowOtherAccount`, as for a consent
 * @throws DomainError not_found, invalid_input
 */
export async function updateCredential(
  ctx: WorkspaceContext,
  input: UpdateCredential,
  { signal, consentHolder, isReconnect = false }: SaveOptions & { isReconnect?: boolean } = {},
): Promise<CredentialUpdated> {
  const { db, config, workspaceId } = ctx
  const row = await requireCredentialRow(ctx, input.credentialId)
  if (row.version !== input.version) return { outcome: 'stale', credential: await openCredential(ctx, row) }

  const named = {
    name: input.name ?? row.name,
    owner: input.owner === undefined ? row.owner : (input.owner ?? ''),
  }
  if (named.owner !== row.owner) requireOwnerInReach(ctx, named.owner)
  if (input.tags) requireTagLimit({ ...parseTags(row.tags), ...input.tags })
  const { values: stored, as: storedAs } = await openStored(ctx, row)
  // New values are for the newest version of the component; stored ones keep theirs.
  const isNew = input.values !== undefined || input.consentId !== undefined
  const known = isNew ? await requireNewestMethod(ctx, row) : storedAs
  const changed = input.values && overlayValues(config, known, { values: stored, as: storedAs }, input.values)
  const consent = { consentId: input.consentId, holder: consentHolder }
  const grant = await requireConsentGrant(ctx, known, consent, { values: changed, credentialId: row.id })
  const values = changed ?? grant?.values ?? stored
  if (!(await isNameFree(db, { workspaceId, componentId: row.component_id, ...named, except: row.id })))
    throw nameTaken()
  // A secret in the input is verified even if it equals the stored one, which may be failing by now.
  const sameValues = isDeepStrictEqual(values.reveal(), stored.reveal())
  if (!isReconnect && sameValues && !grant && !containsSecret(known, values, input.values)) {
    const isChanged = named.name !== row.name || named.owner !== row.owner || input.tags !== undefined
    return isChanged ? await storeChange(ctx, row, { ...named, tags: input.tags }) : await saved(ctx, row.id)
  }

  if (!grant && asksConsent(known.method.token)) throw reconnectRequired()
  const complete = await withGrantedToken(ctx, completeValues(config, known, values), grant)
  const verification = await verifyValues(known.method, complete, { ...ctx, signal, of: known })
  const status = statusToSave(verification, { allowUnverified: input.allowUnverified === true })
  if (!status) return await refuse(ctx, row, verification)
  const { identity } = verification
  if (
    (grant || isReconnect) &&
    identity &&
    row.identity &&
    identity !== row.identity &&
    !input.allowOtherAccount
  ) {
    return { outcome: 'other_account', before: row.identity, now: identity }
  }
  return await storeChange(ctx, row, {
    ...named,
    tags: input.tags,
    verified: { known, values, grant, verification, status },
  })
}

/** @throws DomainError invalid_input for more tags than a credential can have */
function requireTagLimit(tags: TagChanges): void {
  if (Object.values(tags).filter((value) => value !== null).length <= TAG_LIMIT) return
  throw invalidInput({ path: 'tags', message: TOO_MANY_TAGS })
}

/** Whether the input contains a value for one of the secret fields that apply to the complete values. */
function containsSecret({ fields }: CatalogMethod, values: SecretValues, input: RawValues = {}): boolean {
  return [...activeFields(fields, values.reveal())].some(
    ({ field, path }) => field.meta.secret && isTyped(input, path),
  )
}

interface Change {
  name: string
  /** Empty for the workspace itself. */
  owner: string
  tags: TagChanges | undefined
  /** The new values with their verification; absent when they stay. */
  verified?: {
    known: CatalogMethod
    values: SecretValues
    grant: ConsentGrant | undefined
    verification: Verification
    status: CredentialRow['status']
  }
}

/** Stores a change with its receipt, token, events, audit entry and counts in one transaction. */
async function storeChange(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  { name, owner, tags, verified }: Change,
): Promise<CredentialUpdated> {
  const { db, keyring, workspaceId, clock } = ctx
  const sealVersion = await nextGeneration(db, row)
  const sealed =
    verified &&
    (await keyring.seal(verified.values, {
      workspaceId,
      credentialId: row.id,
      componentId: row.component_id,
      methodId: row.method_id,
      sealVersion,
    }))
  const grant = verified?.grant
  const version = ((await findToken(db, workspaceId, row.id))?.version ?? 0) + 1
  const token = grant && (await grantedTokenRow(ctx, row, verified.known, grant, version))
  const result = await transact(db, async (trx): Promise<'saved' | 'stale' | 'unverified'> => {
    const current = await lockCredential(trx, ctx, row.id)
    if (current?.version !== row.version) return 'stale'
    // While the row is locked, no flow can start to use the credential.
    if (verified?.status === 'unverified' && (await isInUse(trx, workspaceId, row.id))) return 'unverified'

    const now = clock().toISOString()
    const newValue =
      verified &&
      sealed &&
      (await replaceCurrentValue(
        trx,
        ctx,
        current,
        {
          definition_id: verified.known.component.definitionId,
          sealed,
          seal_version: sealVersion,
          status: verified.status,
          verification: verified.verification,
          createdBy: ctx.actor.id,
          createdAt: now,
        },
        { isGrant: asksConsent(verified.known.method.token) },
      ))
    const change: Partial<CredentialRow> = {
      name,
      owner,
      name_folded: nameKey({ name, owner }),
      name_order: nameOrder(name),
      version: row.version + 1,
      updated_at: now,
      ...newValue,
    }
    // The earlier owner must not get access to it any more.
    if (owner !== row.owner)
      await deleteSessionsOfOwner(trx, { workspaceId, owner: row.owner, credentialId: row.id })
    await updateCredentialRow(trx, row.id, change)
    if (tags) await changeTags(trx, { id: row.id, workspaceId }, tags)
    if (grant && token) await spendConsentGrant(trx, grant, token)
    await emitCredentialChanged(trx, ctx, row.id)
    if (verified) await emitStatusChange(trx, ctx, row.id, { before: current.status, after: verified.status })
    const detail = {
      name,
      ...(owner !== row.owner && { owner }),
      values: verified !== undefined,
      ...(verified && { sealVersion }),
    }
    await writeAuditEntry(trx, ctx, 'credential.updated', row.id, detail)
    const failing = verified && current.status === 'failing' ? -1 : 0
    await changeCredentialCounts(trx, { workspaceId, componentId: row.component_id }, { failing, at: now })
    return 'saved'
  }).catch(orNameTaken)
  if (result === 'saved') return await saved(ctx, row.id)
  if (result === 'unverified' && verified) return await refuse(ctx, row, verified.verification)
  return { outcome: 'stale', credential: await getCredential(ctx, row.id) }
}

async function refuse(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  verification: Verification,
): Promise<CredentialUpdated> {
  await auditRefusal(ctx, 'credential.updated', row.id, { name: row.name, outcome: verification.outcome })
  return { outcome: 'not_saved', verification }
}

async function saved(ctx: WorkspaceContext, id: string): Promise<CredentialUpdated> {
  return { outcome: 'saved', credential: await getCredential(ctx, id) }
}
