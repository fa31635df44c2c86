import type { ChangePassword } from '@stepkey/shared/account'
import type { z } from 'zod'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { AccountContext } from '../context.ts'
import { accountAuditContext } from './account-audit.ts'
import { createDeviceToken } from './known-device.ts'
import { hashPassword } from './password-hash.ts'
import { requireUncommonPassword } from './password-policy.ts'
import { throttleSignIn } from './sign-in-throttle.ts'
import { deleteOtherSessions, findAccount, lockAccount, updatePassword, updateSession } from './store.ts'

/**
 * Re-authenticates the session with the password, for procedures that require it.
 * @throws DomainError invalid_input, too_many_requests, unavailable
 */
export async function confirmPassword(
  ctx: AccountContext,
  password: string,
): Promise<{ outcome: 'confirmed' }> {
  const { db, clock, sessionHash } = ctx
  await requirePassword(ctx, password, 'password')
  await updateSession(db, sessionHash, { confirmed_at: clock().toISOString() })
  return { outcome: 'confirmed' }
}

/**
 * Changes the password and ends all other sessions of the account. Returns a new token for the device; earlier ones
 * become invalid.
 * @throws DomainError invalid_input, too_many_requests, unavailable
 */
export async function changePassword(
  ctx: AccountContext,
  { oldPassword, newPassword }: z.infer<typeof ChangePassword>,
): Promise<{ outcome: 'changed'; deviceToken: string }> {
  const { db, clock, accountId, sessionHash } = ctx
  const account = await requirePassword(ctx, oldPassword, 'oldPassword')
  await requireUncommonPassword(newPassword, account, 'newPassword')
  const passwordHash = await hashPassword(newPassword, ctx.address)
  await transact(db, async (trx) => {
    const { password_hash } = (await lockAccount(trx, accountId)) ?? {}
    // A concurrent change was first, and has ended this session.
    if (password_hash !== account.password_hash) throw wrongPassword('oldPassword')
    await updatePassword(trx, accountId, passwordHash)
    await deleteOtherSessions(trx, accountId, sessionHash)
    await updateSession(trx, sessionHash, { confirmed_at: clock().toISOString() })
    await writeAuditEntry(
      trx,
      await accountAuditContext(trx, ctx, accountId),
      'account.password_changed',
      accountId,
    )
  })
  const deviceToken = await createDeviceToken(ctx, { id: accountId, password_hash: passwordHash })
  return { outcome: 'changed', deviceToken }
}

/**
 * Checks the password, throttled like a sign-in: an attacker with an open session must not guess faster. The attempts of
 * each session are counted separately, so that failed sign-ins elsewhere don't make the user wait.
 */
async function requirePassword(ctx: AccountContext, password: string, path: string) {
  const account = await findAccount(ctx.db, ctx.accountId)
  if (!account) throw new DomainError('unauthorized', 'Sign in to continue.')
  const attempt = await throttleSignIn(ctx, account.email, ctx.sessionHash)
  if (!(await attempt.verify(account.password_hash, password))) throw wrongPassword(path)
  await transact(ctx.db, (trx) => attempt.forgive(trx))
  return account
}

const wrongPassword = (path: string) =>
  invalidInput({ path, code: 'wrong_password', message: 'Wrong password.' })
