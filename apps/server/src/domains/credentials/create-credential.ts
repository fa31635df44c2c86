import type { CreateCredential, CredentialCreated } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import type { Verification } from '@stepkey/shared/verification'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { foldName } from '../../platform/folded-name.ts'
import { newId } from '../../platform/ids.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import { type KnownMethod, requireMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import type { ConsentGrant } from '../oauth/consents.ts'
import { bindCredential, lockFlow, requireStep } from '../usage/step-bindings.ts'
import { verifyValues } from '../verification/verify.ts'
import { grantedTokenRow, requireConsentGrant, spendConsentGrant, withGrantedToken } from './consent-grant.ts'
import { changeCredentialCounts } from './credential-counts.ts'
import { emitCredentialCreated } from './credential-events.ts'
import { nameTaken, orNameTaken } from './credential-name.ts'
import { completeValues, parseValues, type SecretValues } from './credential-values.ts'
import { getCredential } from './read-credentials.ts'
import { statusToSave, writeReceipt } from './save-policy.ts'
import { insertCredential, isNameFree, updateCredentialRow } from './store.ts'

/**
 * Verifies a new credential and stores it when it may be stored, bound to a step if that was asked for.
 * Validate → name free? → verify, outside any transaction → one transaction that writes everything.
 */
export async function createCredential(
  ctx: WorkspaceContext,
  input: CreateCredential,
  signal?: AbortSignal,
): Promise<CredentialCreated> {
  const { db, config, workspaceId } = ctx
  const { componentId, methodId, bindTo } = input
  const known = requireMethod(componentId, methodId)
  const values = parseValues(config, known, input.values)
  const granted = await requireConsentGrant(ctx, known, input.consentId, { values })
  // Whoever was asked for it can't choose another name.
  const name = ctx.limits?.request ? await freeName(ctx, input) : input.name
  if (!(await isNameFree(db, { workspaceId, componentId, name }))) throw nameTaken()
  const step = bindTo && (await requireStep(db, workspaceId, bindTo, componentId))

  const complete = await withGrantedToken(ctx, completeValues(config, known, values), granted)
  const verification = await verifyValues(known.method, complete, { ...ctx, signal, of: known })
  // An active flow takes nothing unverified, whatever was asked for.
  const allowUnverified = input.allowUnverified === true && !step?.flowIsActive
  const status = statusToSave(verification, { allowUnverified })
  const stored = status
    ? await store(ctx, { ...input, name }, { known, values, granted, verification, status })
    : 'unproven'
  if (stored === 'unproven') {
    await auditRefusal(ctx, 'credential.created', componentId, {
      name,
      componentId,
      outcome: verification.outcome,
    })
    return { outcome: 'not_saved', verification }
  }
  return {
    outcome: 'saved',
    credential: await getCredential(ctx, stored.id),
    ...(stored.flow && { flow: stored.flow }),
  }
}

/** A name, or if it is taken with the first number that makes it another one: “CRM”, “CRM 2”. */
async function freeName({ db, workspaceId }: WorkspaceContext, { componentId, name }: CreateCredential) {
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` ${number}`
    const candidate = name.slice(0, NAME_LIMIT - end.length) + end
    if (await isNameFree(db, { workspaceId, componentId, name: candidate })) return candidate
  }
}

interface Proven {
  known: KnownMethod
  values: SecretValues
  granted: ConsentGrant | undefined
  verification: Verification
  status: CredentialRow['status']
}

/** Writes everything in one transaction; `unproven` if the flow became active meanwhile and would take it so. */
async function store(
  ctx: WorkspaceContext,
  { componentId, methodId, name, bindTo }: CreateCredential,
  { known, values, granted, verification, status }: Proven,
): Promise<{ id: string; flow: Flow | undefined } | 'unproven'> {
  const { db, keyring, workspaceId, clock } = ctx
  const id = newId()
  const now = clock().toISOString()
  const sealed = await keyring.seal(values, {
    workspaceId,
    credentialId: id,
    componentId,
    methodId,
    sealVersion: 1,
  })
  const token = granted && (await grantedTokenRow(ctx, { id, workspace_id: workspaceId }, known, granted))
  return await transact(db, async (trx) => {
    if (bindTo) {
      const flow = await lockFlow(trx, workspaceId, bindTo.flowId)
      if (flow.status === 'active' && status === 'unverified') return 'unproven'
    }
    await insertCredential(trx, {
      id,
      workspace_id: workspaceId,
      component_id: componentId,
      method_id: methodId,
      name,
      name_folded: foldName(name),
      sealed,
      seal_version: 1,
      version: 1,
      status,
      identity: null,
      receipt_id: null,
      expiry_told: null,
      created_at: now,
      updated_at: now,
    })
    if (granted && token) await spendConsentGrant(trx, granted, token)
    await updateCredentialRow(trx, id, await writeReceipt(trx, id, verification))
    const flow = bindTo && (await bindCredential(trx, workspaceId, bindTo, { id, componentId }, clock()))
    await emitCredentialCreated(trx, ctx, id)
    await writeAuditEntry(trx, ctx, 'credential.created', id, {
      name,
      componentId,
      outcome: verification.outcome,
    })
    await changeCredentialCounts(trx, { workspaceId, componentId }, { total: 1, at: now })
    await ctx.onMade?.(trx, id)
    return { id, flow }
  }).catch(orNameTaken)
}
