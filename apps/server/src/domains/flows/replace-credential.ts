import {
  type CredentialReplaced,
  REPLACE_LIMIT,
  type ReplaceCredential,
} from '@stepkey/shared/credential-replacement'
import type { UsingFlow } from '@stepkey/shared/usage'
import { transact } from '../../platform/database/transaction.ts'
import { invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { findComponentOf, lockFlowsWith, rebindSteps } from '../usage/step-bindings.ts'
import { findBlockReasons } from '../usage/usage.ts'

/**
 * Binds all steps with one credential to another one, in one transaction. Active flows stay active, inactive ones stay
 * inactive. An active flow that can't use the other credential keeps the first one.
 * @throws DomainError not_found, or invalid_input for another component, for the same credential, for flows that don't
 * use the credential, and for more than {@link REPLACE_LIMIT} flows
 */
export async function replaceCredential(
  ctx: WorkspaceContext,
  { credentialId, by, flowIds, dryRun = false }: ReplaceCredential,
): Promise<CredentialReplaced> {
  const { db, workspaceId, clock } = ctx
  if (by === credentialId) {
    throw invalidInput({ path: 'by', message: 'Choose another credential than the one to replace.' })
  }
  return await transact(db, async (trx) => {
    const componentId = await findComponentOf(trx, workspaceId, credentialId)
    if (!componentId) throw notFound('credential')
    const flows = await lockFlowsWith(trx, workspaceId, credentialId, { flowIds, limit: REPLACE_LIMIT + 1 })
    if (flows.length > REPLACE_LIMIT) {
      throw invalidInput({
        path: 'flowIds',
        message: `More than ${REPLACE_LIMIT} flows use the credential. Replace it in some of them at a time.`,
      })
    }
    const found = new Set(flows.map(({ id }) => id))
    const absent = flowIds?.findIndex((id) => !found.has(id)) ?? -1
    if (absent >= 0) {
      throw invalidInput({ path: `flowIds.${absent}`, message: 'This flow does not use the credential.' })
    }
    const binding = { componentId, credentialId: by }
    const [inInactive] = await findBlockReasons(trx, ctx, [binding], { isInactive: true })
    if (inInactive) {
      throw inInactive === 'missing'
        ? notFound('credential')
        : invalidInput({ path: 'by', message: 'This credential is for another component.' })
    }
    const bindings = flows.map(({ scopes }) => ({ ...binding, scopes }))
    const reasons = await findBlockReasons(trx, ctx, bindings, { isInactive: false })
    const switched: UsingFlow[] = []
    const refused: CredentialReplaced['refused'] = []
    for (const [index, { scopes: _, ...flow }] of flows.entries()) {
      const reason = flow.status === 'active' ? reasons[index] : null
      if (reason) refused.push({ flow, reason })
      else switched.push(flow)
    }
    if (!dryRun) {
      await rebindSteps(trx, { credentialId, by, flowIds: switched.map(({ id }) => id) }, clock())
      for (const { id, name } of switched)
        await writeAuditEntry(trx, ctx, 'flow.saved', id, { name, replaced: credentialId, credentialId: by })
    }
    return { outcome: dryRun ? 'plan' : 'replaced', switched, refused }
  })
}
