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
import { resetAccountThrottle } from './sign-in-throttle.ts'
import { deleteSessions, findAccountByEmail, updatePassword } from './store.ts'

type NewAccount = Omit<z.infer<typeof SignUp>, 'invitation'>

/** Makes an account with its personal workspace, whoever may sign up otherwise. */
export async function createAccountAsOperator(
  ctx: OperatorContext,
  { name, email, password }: NewAccount,
): Promise<{ accountId: string; workspaceId: string }> {
  const passwordHash = await hashPassword(password)
  return await transact(ctx.db, async (trx) => {
    const { accountId, workspaceId } = await createAccount(trx, ctx, { name, email, passwordHash })
    // A link for the first account that is still about would let anybody in who finds it.
    await withdrawFirstInvitation(trx)
    await writeAuditEntry(trx, { ...ctx, workspaceId }, 'account.created', accountId, { email })
    return { accountId, workspaceId }
  }).catch(orEmailTaken)
}

const orEmailTaken = onUnique(
  () =>
    new DomainError(
      'conflict',
      'There is an account with this e-mail address already. To let its owner in again, use `stepkey account reset-password`.',
    ),
)

/** Gives an account another password. Every session of it ends, and whoever tried in vain may try again at once. */
export async function resetPassword(
  ctx: OperatorContext,
  { email, password }: Omit<NewAccount, 'name'>,
): Promise<{ accountId: string; sessionsEnded: number }> {
  const { db } = ctx
  const account = await findAccountByEmail(db, email)
  if (!account) throw notFound('account')
  const passwordHash = await hashPassword(password)
  return await transact(db, async (trx) => {
    // Locks the account, as signing in does first: a session that is being opened is there to be ended, or isn't opened.
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
