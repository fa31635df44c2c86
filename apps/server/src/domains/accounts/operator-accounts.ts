import type { SignUp } from '@stepkey/shared/account'
import type { z } from 'zod'
import { onUnique } from '../../platform/database/database-error.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { OperatorContext } from '../context.ts'
import { withdrawFirstInvitation } from '../organizations/invitations.ts'
import { requirePersonalWorkspace } from '../organizations/workspaces.ts'
import { createAccount } from './create-account.ts'
import { hashPassword } from './password-hash.ts'
import { requireUncommonPassword } from './password-policy.ts'
import { resetAccountThrottle } from './sign-in-throttle.ts'
import { deleteSessions, findAccountByEmail, updatePassword } from './store.ts'

type NewAccount = Omit<z.infer<typeof SignUp>, 'invitation'>

/**
 * Creates an account with its personal workspace, regardless of the sign-up setting.
 * @throws DomainError conflict if the e-mail address is taken, invalid_input if the password is common
 */
export async function createAccountAsOperator(
  ctx: OperatorContext,
  { name, email, password }: NewAccount,
): Promise<{ accountId: string; workspaceId: string }> {
  await requireUncommonPassword(password, { name, email }, 'password')
  const passwordHash = await hashPassword(password, ctx.actor.id)
  return await transact(ctx.db, async (trx) => {
    const { accountId, workspaceId } = await createAccount(trx, ctx, { name, email, passwordHash })
    // The invitation for the first account is no longer needed, so it must not stay valid.
    await withdrawFirstInvitation(trx)
    await writeAuditEntry(trx, { ...ctx, workspaceId }, 'account.created', accountId, { email })
    return { accountId, workspaceId }
  }).catch(orEmailTaken)
}

const orEmailTaken = onUnique(
  () =>
    new DomainError(
      'conflict',
      'An account with this e-mail address already exists. To set a new password, use `stepkey account reset-password`.',
    ),
)

/**
 * Sets a new password for an account, ends all its sessions and resets its sign-in throttle.
 * @throws DomainError not_found, invalid_input if the password is common
 */
export async function resetPassword(
  ctx: OperatorContext,
  { email, password }: Omit<NewAccount, 'name'>,
): Promise<{ accountId: string; sessionsEnded: number }> {
  const { db } = ctx
  const account = await findAccountByEmail(db, email)
  if (!account) throw notFound('account')
  await requireUncommonPassword(password, account, 'password')
  const passwordHash = await hashPassword(password, ctx.actor.id)
  return await transact(db, async (trx) => {
    // Locks the account row, as a sign-in does. So a concurrent sign-in either fails, or its session is deleted below.
    await updatePassword(trx, account.id, passwordHash)
    await resetAccountThrottle(trx, email)
    const sessionsEnded = await deleteSessions(trx, account.id)
    const workspaceId = await requirePersonalWorkspace(trx, account.id)
    await writeAuditEntry(trx, { ...ctx, workspaceId }, 'account.password_changed', account.id, {
      sessions: sessionsEnded,
    })
    return { accountId: account.id, sessionsEnded }
  })
}
