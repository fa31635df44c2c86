import type { Me, SignIn, SignUp, Welcome } from '@stepkey/shared/account'
import { VISITOR_ID } from '@stepkey/shared/audit-actions'
import type { z } from 'zod'
import type { Db, Trx } from '../../platform/database/database.ts'
import { onUnique } from '../../platform/database/database-error.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import type { AccountContext, Deps, VisitorContext } from '../context.ts'
import {
  findSignUpInvitation,
  invalidInvitation,
  orInvalidInvitation,
  replaceFirstInvitation,
} from '../organizations/invitations.ts'
import { accountAuditContext } from './account-audit.ts'
import { createAccount } from './create-account.ts'
import { createDeviceToken, findKnownDevice } from './known-device.ts'
import { hashPassword } from './password-hash.ts'
import { requireUncommonPassword } from './password-policy.ts'
import { openSession } from './sessions.ts'
import { throttleSignIn } from './sign-in-throttle.ts'
import {
  deleteSession,
  findAccount,
  findAccountByEmail,
  hasAccounts,
  listWorkspaces,
  lockAccount,
} from './store.ts'

/** Returns the public settings of this installation, which the sign-in and sign-up pages show. */
export async function getWelcome({ db, config, mail, signInProviders }: Deps): Promise<Welcome> {
  return {
    signUp: config.signUp,
    firstVisit: !(await hasAccounts(db)),
    company: signInProviders[0]?.title,
    signInProviders: signInProviders.map(({ id, title }) => ({ id, title })),
    mail: mail !== undefined,
  }
}

/** A new session: its account, and the tokens for the cookies of the session and of the device. */
interface OpenedSession {
  me: Me
  token: string
  deviceToken: string
}

/** The tokens in the cookies of the browser. */
interface BrowserTokens {
  /** The token of the browser's previous session, which ends. */
  previousToken?: string | undefined
  /** The token by which the browser is recognized; see `known-device.ts`. */
  deviceToken?: string | undefined
}

/**
 * Creates an account with its personal workspace, and opens a session. With an invitation to an organization, the
 * account becomes a member in the same transaction.
 * @throws DomainError sign_up_disabled, invitation_required, not_found if the invitation is invalid,
 * invalid_input if the address is taken or the password is common, unavailable
 */
export async function signUp(
  ctx: VisitorContext,
  { invitation, ...input }: z.infer<typeof SignUp>,
  { previousToken }: BrowserTokens = {},
): Promise<OpenedSession> {
  const { db, config } = ctx
  if (config.signUp === 'off')
    throw new DomainError(
      'sign_up_disabled',
      'Sign-up is disabled on this server. Ask its operator for an account.',
    )
  const { name, email } = input
  // Before the expensive hash, so that refused sign-ups cost little. The transaction checks both again.
  await requireAdmission(db, ctx, invitation)
  if (await findAccountByEmail(db, email)) throw emailTaken()
  await requireUncommonPassword(input.password, input, 'password')
  const passwordHash = await hashPassword(input.password, ctx.address)
  const { accountId, token } = await transact(db, async (trx) => {
    const admitted = await requireAdmission(trx, ctx, invitation)
    const { accountId, workspaceId } = await createAccount(trx, ctx, { name, email, passwordHash })
    await admitted?.use(trx, accountId)
    const actor = { kind: 'person', id: accountId } as const
    await writeAuditEntry(trx, { ...ctx, workspaceId, actor }, 'account.created', accountId, { email })
    return { accountId, token: await openSession(trx, ctx, accountId, { previousToken }) }
  })
    .catch(orEmailTaken)
    .catch(orInvalidInvitation)
  const deviceToken = await createDeviceToken(ctx, { id: accountId, password_hash: passwordHash })
  return { me: await describe(ctx, { id: accountId, name, email }), token, deviceToken }
}

/** Checks the invitation before any write, so that without a valid one the errors don't reveal which accounts exist. */
async function requireAdmission(db: Db | Trx, ctx: VisitorContext, invitation: string | undefined) {
  const admitted = invitation ? await findSignUpInvitation(db, ctx, invitation) : undefined
  if (admitted) return admitted
  if (ctx.config.signUp === 'invited') {
    throw new DomainError(
      'invitation_required',
      'Sign-up is by invitation only, and the invitation is missing, used up or expired. Ask for a new link.',
    )
  }
  if (invitation) throw invalidInvitation()
  return undefined
}

const emailTaken = () =>
  invalidInput({
    path: 'email',
    code: 'email_taken',
    message: 'An account with this e-mail address already exists. Sign in instead.',
  })
const orEmailTaken = onUnique(emailTaken)

/**
 * Opens a session. The error reveals neither which of address and password is wrong, nor which accounts exist.
 * @throws DomainError unauthorized, too_many_requests, unavailable
 */
export async function signIn(
  ctx: VisitorContext,
  { email, password }: z.infer<typeof SignIn>,
  { previousToken, deviceToken }: BrowserTokens = {},
): Promise<OpenedSession> {
  const account = await findAccountByEmail(ctx.db, email)
  const device = await findKnownDevice(ctx, account, deviceToken)
  const attempt = await throttleSignIn(ctx, email, device)
  const isCorrect = await attempt.verify(account?.password_hash, password)
  if (!account || !isCorrect) throw refuseSignIn(ctx, account)
  const token = await transact(ctx.db, async (trx) => {
    // The password may have been changed during the comparison.
    const { password_hash } = (await lockAccount(trx, account.id)) ?? {}
    if (password_hash !== account.password_hash) return undefined
    await attempt.forgive(trx)
    const opened = await openSession(trx, ctx, account.id, { previousToken })
    await writeAuditEntry(
      trx,
      await accountAuditContext(trx, ctx, account.id),
      'account.signed_in',
      account.id,
    )
    return opened
  })
  if (!token) throw refuseSignIn(ctx, account)
  return { me: await describe(ctx, account), token, deviceToken: await createDeviceToken(ctx, account) }
}

/**
 * Returns the error for a refused sign-in, and writes the audit entry in the background: neither the response nor its
 * time may reveal whether the account exists.
 */
function refuseSignIn(ctx: VisitorContext, account: { id: string } | undefined): DomainError {
  if (account) {
    ctx.background.soon('refused sign-in', async () => {
      const auditContext = await accountAuditContext(ctx.db, ctx, account.id)
      const actor = { kind: 'visitor', id: VISITOR_ID } as const
      await auditRefusal({ ...auditContext, actor }, 'account.signed_in', account.id)
    })
  }
  return new DomainError('unauthorized', 'Wrong e-mail address or password.')
}

/** Ends the session of the caller. */
export async function signOut(ctx: AccountContext): Promise<void> {
  const { db, accountId, sessionHash } = ctx
  await transact(db, async (trx) => {
    await deleteSession(trx, sessionHash)
    await writeAuditEntry(
      trx,
      await accountAuditContext(trx, ctx, accountId),
      'account.signed_out',
      accountId,
    )
  })
}

/** Returns the caller's account and workspaces. @throws DomainError unauthorized */
export async function getAccount(ctx: AccountContext): Promise<Me> {
  const account = await findAccount(ctx.db, ctx.accountId)
  if (!account) throw new DomainError('unauthorized', 'Sign in to continue.')
  return await describe(ctx, account)
}

async function describe({ db }: Deps, account: { id: string; name: string; email: string }): Promise<Me> {
  const { id, name, email } = account
  return { account: { id, name, email }, workspaces: await listWorkspaces(db, id) }
}

/**
 * Creates a one-time invitation for the first account and returns its secret. Returns undefined if there is an account
 * already, or if sign-up is not by invitation.
 */
export async function inviteFirstAccount(deps: Deps): Promise<string | undefined> {
  const { db, config } = deps
  if (config.signUp !== 'invited' || (await hasAccounts(db))) return undefined
  return await transact(db, (trx) => replaceFirstInvitation(trx, deps))
}
