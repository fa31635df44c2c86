import type { Component } from '@stepkey/shared/component'
import type { CreateCredential, CredentialCreated } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { missingScopes } from '@stepkey/shared/scopes'
import type { Verification } from '@stepkey/shared/verification'
import { nameKey } from '../../platform/credential-name-key.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { nameOrder } from '../../platform/name-order.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import { type CatalogMethod, orComponentDeleted, requireMethod } from '../catalog/catalog.ts'
import type { CreateOptions, WorkspaceContext } from '../context.ts'
import type { ConsentGrant } from '../oauth/consent-record.ts'
import { bindCredential, lockFlow, requireStep } from '../usage/step-bindings.ts'
import { verifyValues } from '../verification/verify.ts'
import {
  grantedScopesOf,
  grantedTokenRow,
  requireConsentGrant,
  spendConsentGrant,
  withGrantedToken,
} from './consent-grant.ts'
import { changeCredentialCounts } from './credential-count-table.ts'
import { toCredential } from './credential-dto.ts'
import { emitCredentialCreated } from './credential-events.ts'
import { nameTaken, orNameTaken } from './credential-name.ts'
import { ownerOfNew } from './credential-owner.ts'
import { completeValues, parseValues, type SecretValues } from './credential-values.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { insertReceipt } from './receipt-table.ts'
import { statusToSave, toReceipt } from './save-policy.ts'
import { insertCredential, isNameFree } from './store.ts'
import { changeTags } from './tag-table.ts'

/**
 * Verifies a new credential, stores it if the outcome allows that, and binds it to a step if the input names one. The
 * verification runs outside any transaction; everything is then written in one.
 * @throws DomainError invalid_input, not_found (the flow or step to bind to)
 */
export async function createCredential(
  ctx: WorkspaceContext,
  input: CreateCredential,
  { signal, consentHolder, onCreated }: CreateOptions = {},
): Promise<CredentialCreated> {
  const { db, config, workspaceId } = ctx
  const { componentId, methodId, name, bindTo } = input
  const owner = ownerOfNew(ctx, input)
  const known = await requireMethod(ctx, componentId, methodId)
  const entered = input.values && parseValues(config, known, input.values)
  const consent = { consentId: input.consentId, holder: consentHolder }
  const grant = await requireConsentGrant(ctx, known, consent, { values: entered })
  const values = entered ?? grant?.values
  if (!values) throw invalidInput({ path: 'values', code: 'required', message: 'Fill in this field.' })
  if (!(await isNameFree(db, { workspaceId, componentId, name, owner }))) throw nameTaken()
  const step = bindTo && (await requireStep(db, workspaceId, bindTo, componentId))

  const complete = await withGrantedToken(ctx, completeValues(config, known, values), grant)
  const verification = await verifyValues(known.method, complete, { ...ctx, signal, of: known })
  // An active flow accepts nothing unverified, whatever the caller allows.
  const allowUnverified = input.allowUnverified === true && !step?.flowIsActive
  const status = statusToSave(verification, { allowUnverified })
  const stored = status
    ? await storeCredential(ctx, input, { known, values, grant, verification, status }, onCreated)
    : undefined
  if (!stored) {
    const { outcome } = verification
    await auditRefusal(ctx, 'credential.created', componentId, { name, componentId, outcome })
    return { outcome: 'not_saved', verification }
  }
  const { id, flow } = stored
  const credential = toCredential(await requireCredentialRow(ctx, id), known, values)
  return { outcome: 'saved', credential, ...(flow && { flow }) }
}

/** @throws DomainError invalid_input if scopes that a step of an active flow requires were not granted */
function requireScopes(
  needed: readonly string[],
  granted: readonly string[] | undefined,
  { scopeIncludes }: Component,
): void {
  const missing = missingScopes(needed, granted, scopeIncludes)
  if (missing.length === 0) return
  throw invalidInput({
    path: 'bindTo.stepId',
    code: 'missing_scopes',
    message: `The step requires scopes that were not granted: ${missing.join(', ')}. Grant them, or deactivate the flow first.`,
  })
}

interface Verified {
  known: CatalogMethod
  values: SecretValues
  grant: ConsentGrant | undefined
  verification: Verification
  status: CredentialRow['status']
}

/**
 * Writes credential, receipt, token, binding, event, audit entry and counts in one transaction.
 * @returns undefined when the flow to bind to became active in the meantime and the credential is unverified
 */
async function storeCredential(
  ctx: WorkspaceContext,
  input: CreateCredential,
  { known, values, grant, verification, status }: Verified,
  onCreated: CreateOptions['onCreated'],
): Promise<{ id: string; flow: Flow | undefined } | undefined> {
  const { db, keyring, workspaceId, clock } = ctx
  const { componentId, methodId, name, tags = {}, bindTo } = input
  const id = newId()
  const owner = ownerOfNew(ctx, input)
  const now = clock().toISOString()
  const sealed = await keyring.seal(values, {
    workspaceId,
    credentialId: id,
    componentId,
    methodId,
    sealVersion: 1,
  })
  const receipt = toReceipt(id, verification)
  const token = grant && (await grantedTokenRow(ctx, { id, workspace_id: workspaceId }, known, grant))
  return await transact(db, async (trx) => {
    if (bindTo) {
      const flow = await lockFlow(trx, workspaceId, bindTo.flowId)
      if (flow.status === 'active' && status === 'unverified') return undefined
      // The flow may have become active during the verification.
      const { flowIsActive, scopes } = await requireStep(trx, workspaceId, bindTo, componentId)
      if (flowIsActive) {
        requireScopes(scopes, grantedScopesOf(grant) ?? verification.scopes, known.component)
      }
    }
    await insertCredential(trx, {
      id,
      workspace_id: workspaceId,
      component_id: componentId,
      method_id: methodId,
      definition_id: known.component.definitionId,
      owner,
      name,
      name_folded: nameKey({ name, owner }),
      name_order: nameOrder(name),
      sealed,
      seal_version: 1,
      version: 1,
      status,
      identity: verification.identity ?? null,
      receipt_id: receipt.id,
      expiry_told: null,
      created_by: ctx.actor.id,
      last_used_at: '',
      last_used_flow_id: null,
      last_used_step_id: null,
      frozen_at: null,
      refusals: 0,
      paused_until: null,
      value_created_by: ctx.actor.id,
      value_created_at: now,
      created_at: now,
      updated_at: now,
    })
    await changeTags(trx, { id, workspaceId }, tags)
    await insertReceipt(trx, receipt)
    if (grant && token) await spendConsentGrant(trx, grant, token)
    const flow = bindTo && (await bindCredential(trx, workspaceId, bindTo, { id, componentId }, clock()))
    await emitCredentialCreated(trx, ctx, id)
    const { outcome } = verification
    const detail = { name, componentId, ...(owner && { owner }), outcome, sealVersion: 1 }
    await writeAuditEntry(trx, ctx, 'credential.created', id, detail)
    await changeCredentialCounts(trx, { workspaceId, componentId }, { total: 1, at: now })
    if (flow) {
      const bound = { name: flow.name, stepId: bindTo.stepId, credentialId: id }
      await writeAuditEntry(trx, ctx, 'flow.saved', flow.id, bound)
    }
    await onCreated?.(trx, id)
    return { id, flow }
  })
    .catch(orNameTaken)
    .catch(orComponentDeleted)
}
