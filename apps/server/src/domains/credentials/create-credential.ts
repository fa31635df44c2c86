import type { CreateCredential, CredentialCreated } from '@stepkey/shared/credential'
import type { Flow } from '@stepkey/shared/flow'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import type { Verification } from '@stepkey/shared/verification'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { foldName } from '../../platform/folded-name.ts'
import { newId } from '../../platform/ids.ts'
import { record, recordRefusal } from '../audit/audit-entry.ts'
import { type KnownMethod, requireMethod } from '../catalog/catalog.ts'
import type { MemberContext } from '../context.ts'
import { bind, lockFlow, requireStep } from '../usage/step-bindings.ts'
import { verify } from '../verification/verify.ts'
import { type Granted, grantedToken, requireGranted, spend, withGrant } from './consent-grant.ts'
import { changeCounts } from './credential-counts.ts'
import { tellCreated } from './credential-events.ts'
import { nameTaken, orNameTaken } from './credential-name.ts'
import { completeValues, parseValues, type SecretValues } from './credential-values.ts'
import { get } from './read-credentials.ts'
import { statusToSave, writeReceipt } from './save-policy.ts'
import { insert, isNameFree, update } from './store.ts'

/**
 * Verifies a new credential and stores it when it may be stored, bound to a step if that was asked for.
 * Validate → name free? → verify, outside any transaction → one transaction that writes everything.
 */
export async function create(
  ctx: MemberContext,
  input: CreateCredential,
  signal?: AbortSignal,
): Promise<CredentialCreated> {
  const { db, config, workspaceId } = ctx
  const { componentId, methodId, bindTo } = input
  const known = requireMethod(componentId, methodId)
  const values = parseValues(config, known, input.values)
  const granted = await requireGranted(ctx, known, input.consentId, { values })
  // Whoever was asked for it can't choose another name.
  const name = ctx.limits?.request ? await freeName(ctx, input) : input.name
  if (!(await isNameFree(db, { workspaceId, componentId, name }))) throw nameTaken()
  const step = bindTo && (await requireStep(db, workspaceId, bindTo, componentId))

  const complete = await withGrant(ctx, completeValues(config, known, values), granted)
  const verification = await verify(known.method, complete, { ...ctx, signal, of: known })
  // An active flow takes nothing unverified, whatever was asked for.
  const allowUnverified = input.allowUnverified === true && !step?.flowIsActive
  const status = statusToSave(verification, { allowUnverified })
  const stored = status
    ? await store(ctx, { ...input, name }, { known, values, granted, verification, status })
    : 'unproven'
  if (stored === 'unproven') {
    await recordRefusal(ctx, 'credential.created', componentId, {
      name,
      componentId,
      outcome: verification.outcome,
    })
    return { outcome: 'not_saved', verification }
  }
  return {
    outcome: 'saved',
    credential: await get(ctx, stored.id),
    ...(stored.flow && { flow: stored.flow }),
  }
}

/** A name, or if it is taken with the first number that makes it another one: “CRM”, “CRM 2”. */
async function freeName({ db, workspaceId }: MemberContext, { componentId, name }: CreateCredential) {
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` ${number}`
    const candidate = name.slice(0, NAME_LIMIT - end.length) + end
    if (await isNameFree(db, { workspaceId, componentId, name: candidate })) return candidate
  }
}

interface Proven {
  known: KnownMethod
  values: SecretValues
  granted: Granted | undefined
  verification: Verification
  status: CredentialRow['status']
}

/** Writes everything in one transaction; `unproven` if the flow became active meanwhile and would take it so. */
async function store(
  ctx: MemberContext,
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
  const token = granted && (await grantedToken(ctx, { id, workspace_id: workspaceId }, known, granted))
  return await transact(db, async (trx) => {
    if (bindTo) {
      const flow = await lockFlow(trx, workspaceId, bindTo.flowId)
      if (flow.status === 'active' && status === 'unverified') return 'unproven'
    }
    await insert(trx, {
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
    if (granted && token) await spend(trx, granted, token)
    await update(trx, id, await writeReceipt(trx, id, verification))
    const flow = bindTo && (await bind(trx, workspaceId, bindTo, { id, componentId }, clock()))
    await tellCreated(trx, ctx, id)
    await record(trx, ctx, 'credential.created', id, { name, componentId, outcome: verification.outcome })
    await changeCounts(trx, { workspaceId, componentId }, { total: 1, at: now })
    await ctx.onMade?.(trx, id)
    return { id, flow }
  }).catch(orNameTaken)
}
