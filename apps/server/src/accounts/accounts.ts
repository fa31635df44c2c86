import type { Me, SignIn, SignUp, Welcome } from '@stepkey/shared/account'
import type { z } from 'zod'
import type { AccountContext, Deps } from '../context.ts'
import type { Trx } from '../database/connect.ts'
import { transact } from '../database/transact.ts'
import { violationOf } from '../database/violations.ts'
import { DomainError, invalidInput } from '../errors.ts'
import { newId } from '../ids.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { closeSession, openSession } from './sessions.ts'
import {
  findAccount,
  findAccountByEmail,
  hasAccounts,
  insertAccount,
  insertWorkspace,
  listWorkspaces,
  redeemInvitation,
  replaceInvitation,
} from './store.ts'
import { hashToken, newToken } from './tokens.ts'

/** What a visitor may know before he signs in. */
export async function welcome({ db, config }: Deps): Promise<Welcome> {
  return { signUp: config.signUp, firstVisit: !(await hasAccounts(db)) }
}

/** Makes an account with its personal workspace and opens a session. @returns also the session's token */
export async function signUp(ctx: Deps, input: z.infer<typeof SignUp>): Promise<{ me: Me; token: string }> {
  const { db, config, clock } = ctx
  if (config.signUp === 'off') throw new DomainError('forbidden', 'This Stepkey takes no new accounts.')
  const passwordHash = await hashPassword(input.password)
  const now = clock()
  const account = { id: newId(), name: input.name, email: input.email, created_at: now.toISOString() }
  const workspace = {
    id: newId(),
    name: input.name,
    kind: 'personal',
    created_at: now.toISOString(),
  } as const
  try {
    const token = await transact(db, async (trx) => {
      if (config.signUp === 'invited') await redeem(trx, input.invitation, now)
      await insertAccount(trx, { ...account, password_hash: passwordHash })
      await insertWorkspace(trx, workspace, {
        workspace_id: workspace.id,
        account_id: account.id,
        role: 'owner',
      })
      return await openSession(trx, account.id, now)
    })
    return { me: await describe(ctx, account), token }
  } catch (error) {
    if (violationOf(error) !== 'unique') throw error
    throw invalidInput({
      path: 'email',
      message: 'There is an account with this e-mail address already. Sign in instead.',
    })
  }
}

async function redeem(trx: Trx, invitation: string | undefined, now: Date) {
  if (invitation && (await redeemInvitation(trx, hashToken(invitation), now.toISOString()))) return
  throw new DomainError(
    'forbidden',
    'Here one can join with an invitation link only, and this one is missing, used up or expired. Ask for a new one.',
  )
}

/** Opens a session. @returns also its token. Does not tell whether it was the address or the password. */
export async function signIn(ctx: Deps, input: z.infer<typeof SignIn>): Promise<{ me: Me; token: string }> {
  const account = await findAccountByEmail(ctx.db, input.email)
  const fits = await isPassword(account?.password_hash, input.password)
  if (!account || !fits) {
    throw new DomainError('unauthorized', 'E-mail address and password don’t fit together. Check both.')
  }
  const token = await openSession(ctx.db, account.id, ctx.clock())
  return { me: await describe(ctx, account), token }
}

export async function signOut({ db, sessionHash }: AccountContext): Promise<void> {
  await closeSession(db, sessionHash)
}

export async function me(ctx: AccountContext): Promise<Me> {
  const account = await findAccount(ctx.db, ctx.accountId)
  if (!account) throw new DomainError('unauthorized', 'Sign in to go on.')
  return await describe(ctx, account)
}

async function describe({ db }: Deps, account: { id: string; name: string; email: string }): Promise<Me> {
  const { id, name, email } = account
  return { account: { id, name, email }, workspaces: await listWorkspaces(db, id) }
}

/** How long the link for the first account works, in milliseconds: a day. */
const FIRST_INVITATION_LIFETIME = 24 * 3600 * 1000

/** The secret of a one-time link for the first account, if one is needed: nobody is there yet to invite anybody. */
export async function inviteFirst({ db, config, clock }: Deps): Promise<string | undefined> {
  if (config.signUp !== 'invited' || (await hasAccounts(db))) return undefined
  const now = clock()
  const { token, tokenHash } = newToken()
  const expiresAt = new Date(now.getTime() + FIRST_INVITATION_LIFETIME).toISOString()
  await transact(db, (trx) => replaceInvitation(trx, tokenHash, now.toISOString(), expiresAt))
  return token
}
