import type { VerifyCredential } from '@stepkey/shared/credential'
import type { Verification } from '@stepkey/shared/verification'
import type { z } from 'zod'
import { record } from '../audit/record.ts'
import { requireMethod } from '../components/lookup.ts'
import type { MemberContext } from '../context.ts'
import { transact } from '../database/transact.ts'
import { verify as ask } from '../verification/verify.ts'
import { changeCounts } from './counts.ts'
import { statusAfter, writeReceipt } from './judgement.ts'
import { requireRow } from './read.ts'
import { type FoundRow, lock, update } from './store.ts'
import { completeValues, openValues, overlayValues, parseValues } from './values.ts'

/**
 * Sends the dry request: for values alone, for a stored credential, or for new values laid over a stored one.
 * Only the verification of what is stored leaves a trace, in its receipt and its status.
 */
export async function verify(
  ctx: MemberContext,
  input: z.infer<typeof VerifyCredential>,
  signal?: AbortSignal,
): Promise<Verification> {
  const { config } = ctx
  if (input.credentialId === undefined) {
    const known = requireMethod(input.componentId, input.methodId)
    const values = parseValues(config, known, input.values)
    return await ask(known.method, completeValues(config, known, values), { ...ctx, signal })
  }
  const row = await requireRow(ctx, input.credentialId)
  const known = requireMethod(row.component_id, row.method_id)
  const stored = await openValues(ctx.keyring, row)
  const values = input.values ? overlayValues(config, known, stored, input.values) : stored
  const verification = await ask(known.method, completeValues(config, known, values), { ...ctx, signal })
  if (!input.values) await remember(ctx, row, verification)
  return verification
}

async function remember(ctx: MemberContext, row: FoundRow, verification: Verification): Promise<void> {
  const { db, workspaceId } = ctx
  if (verification.reason === 'cancelled') return
  await transact(db, async (trx) => {
    const current = await lock(trx, workspaceId, row.id)
    // Deleted meanwhile, or its values changed: then this verification is about something else.
    if (current?.seal_version !== row.seal_version) return
    const status = statusAfter(verification.outcome, current.status)
    await update(trx, row.id, { status, ...(await writeReceipt(trx, row.id, verification)) })
    await record(trx, ctx, 'credential.verified', row.id, { name: row.name, outcome: verification.outcome })
    const failing = Number(status === 'failing') - Number(current.status === 'failing')
    await changeCounts(trx, { workspaceId, componentId: row.component_id }, { failing })
  })
}
