import type { Me, SignIn, SignUp, Welcome } from '@stepkey/shared/account'
import { VISITOR_ID } from '@stepkey/shared/audit-actions'
import type { z } from 'zod'
import type { Trx } from '../../platform/database/connect.ts'
import { onUnique } from '../../platform/database/database-error.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import type { AccountContext, Deps, VisitorContext } from '../context.ts'
import {
  admission,
  invalidInvitation,
  orInvalidInvitation,
  replaceFirstInvitation,
} from '../organizations/invitations.ts'
import { accountAuditContext } from './account-audit.ts'
import { createAccount } from './create-account.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
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

/** What a visitor may know before he signs in. */
export async function getWelcome({ db, config, mail }: Deps): Promise<Welcome> {
  return {
    signUp: config.signUp,
    firstVisit: !(await hasAccounts(db)),
    company: config.oidc?.name,
    mail: mail !== undefined,
  }
}

/** A session that was just opened: whose it is, and the token for its cookie. */
interface Opened {
  me: Me
  token: string
}

/**
 * Makes an account with its personal workspace and opens a session. Who comes with an invitation to an organization
 * joins it in the same moment.
 */
export async function signUp(
  ctx: VisitorContext,
  { invitation, ...input }: z.infer<typeof SignUp>,
  previousToken?: string,
): Promise<Opened> {
  const { db, config } = ctx
  if (config.signUp === 'off') throw new DomainError('forbidden', 'This Stepkey takes no new accounts.')
  const passwordHash = await hashPassword(input.password)
  const { name, email } = input
  const { accountId, token } = await transact(db, async (trx) => {
    const admitted = await admittedBy(trx, ctx, invitation)
    const { accountId, workspaceId } = await createAccount(trx, ctx, { name, email, passwordHash })
    await admitted?.use(accountId)
    const actor = { kind: 'person', id: accountId } as const
    await writeAuditEntry(trx, { ...ctx, workspaceId, actor }, 'account.created', accountId, { email })
    return { accountId, token: await openSession(trx, ctx, accountId, { previousToken }) }
  })
    .catch(orEmailTaken)
    .catch(orInvalidInvitation)
  return { me: await describe(ctx, { id: accountId, name, email }), token }
}

/** Looks before anything is written, so that without an invitation nobody learns which accounts exist. */
async function admittedBy(trx: Trx, ctx: VisitorContext, invitation: string | undefined) {
  const admitted = invitation ? await admission(trx, ctx, invitation) : undefined
  if (admitted) return admitted
  if (ctx.config.signUp === 'invited') {
    throw new DomainError(
      'forbidden',
      'Here one can join with an invitation link only, and this one is missing, used up or expired. Ask for a new one.',
    )
  }
  if (invitation) throw invalidInvitation()
  return undefined
}

const orEmailTaken = onUnique(() =>
  invalidInput({
    path: 'email',
    message: 'There is an account with this e-mail address already. Sign in instead.',
  }),
)

/** Opens a session. Does not tell whether it was the address or the password, nor which accounts exist. */
export async function signIn(
  ctx: VisitorContext,
  { email, password }: z.infer<typeof SignIn>,
  previousToken?: string,
): Promise<Opened> {
  const attempt = await throttleSignIn(ctx, email)
  const account = await findAccountByEmail(ctx.db, email)
  const fits = await verifyPassword(account?.password_hash, password)
  if (!account || !fits) throw refused(ctx, account)
  const token = await transact(ctx.db, async (trx) => {
    // The password may have been changed while it was compared.
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
  if (!token) throw refused(ctx, account)
  return { me: await describe(ctx, account), token }
}

/**
 * The answer is the same, and as quick, whether there is such an account or not. So what its owner reads about it in
 * the trail is written later.
 */
function refused(ctx: VisitorContext, account: { id: string } | undefined): DomainError {
  if (account) {
    ctx.background.soon('refused sign-in', async () => {
      const trail = await accountAuditContext(ctx.db, ctx, account.id)
      const actor = { kind: 'visitor', id: VISITOR_ID } as const
      await auditRefusal({ ...trail, actor }, 'account.signed_in', account.id)
    })
  }
  return new DomainError('unauthorized', 'E-mail address and password don’t fit together. Check both.')
}

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

export async function getAccount(ctx: AccountContext): Promise<Me> {
  const account = await findAccount(ctx.db, ctx.accountId)
  if (!account) throw new DomainError('unauthorized', 'Sign in to go on.')
  return await describe(ctx, account)
}

async function describe({ db }: Deps, account: { id: string; name: string; email: string }): Promise<Me> {
  const { id, name, email } = account
  return { account: { id, name, email }, workspaces: await listWorkspaces(db, id) }
}

/** The secret of a one-time link for the first account, if one is needed: nobody is there yet to invite anybody. */
export async function inviteFirstAccount(deps: Deps): Promise<string | undefined> {
  const { db, config } = deps
  if (config.signUp !== 'invited' || (await hasAccounts(db))) return undefined
  return await transact(db, (trx) => replaceFirstInvitation(trx, deps))
}
