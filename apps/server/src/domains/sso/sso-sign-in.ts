import { Email } from '@stepkey/shared/account'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import type { Trx } from '../../platform/database/database.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import { transact } from '../../platform/database/transaction.ts'
import { accountAuditContext } from '../accounts/account-audit.ts'
import { createAccount } from '../accounts/create-account.ts'
import { openSession } from '../accounts/sessions.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { VisitorContext } from '../context.ts'
import { withdrawFirstInvitation } from '../organizations/invitations.ts'
import type { Identity } from './sign-in-provider.ts'
import { findAccountOf, insertIdentity } from './store.ts'

/** The result of a sign-in through SSO; `token` is that of the new session. */
export type SignedIn =
  | { outcome: 'signed_in'; token: string }
  /** Another account has this e-mail address. An issuer must not get access to it by claiming the address. */
  | { outcome: 'email_taken' }
  | { outcome: 'no_email' }
  | { outcome: 'no_new_accounts' }

/**
 * Opens a session for a user authenticated by the issuer, and creates the account at the first sign-in. The account is
 * found by issuer and subject, never by e-mail address. The session's time of authentication is that at the issuer; if
 * it is unknown, the first sensitive procedure requires a re-authentication.
 */
export async function signInWithSso(
  ctx: VisitorContext,
  identity: Identity,
  previousToken?: string,
): Promise<SignedIn> {
  const { db, config } = ctx
  const email = Email.safeParse(identity.email)
  const sessionOptions = { previousToken, confirmedAt: identity.authenticatedAt ?? NEVER }
  return await transact(db, async (trx): Promise<SignedIn> => {
    const existing = await findAccountOf(trx, identity.issuer, identity.subject)
    if (existing) {
      return { outcome: 'signed_in', token: await openSsoSession(trx, ctx, existing, sessionOptions) }
    }
    if (config.signUp === 'off') return { outcome: 'no_new_accounts' }
    if (!email.success) return { outcome: 'no_email' }

    const name = printable(identity.name) || email.data
    const { accountId, workspaceId } = await createAccount(trx, ctx, {
      name,
      email: email.data,
      passwordHash: null,
    })
    // The invitation for the first account is no longer needed.
    await withdrawFirstInvitation(trx)
    await insertIdentity(trx, {
      issuer: identity.issuer,
      subject: identity.subject,
      account_id: accountId,
      created_at: ctx.clock().toISOString(),
    })
    const actor = { kind: 'person', id: accountId } as const
    const detail = { email: email.data, issuer: identity.issuer }
    await writeAuditEntry(trx, { ...ctx, workspaceId, actor }, 'account.created', accountId, detail)
    return { outcome: 'signed_in', token: await openSsoSession(trx, ctx, accountId, sessionOptions) }
  }).catch((error): SignedIn => {
    if (violationOf(error) === 'unique') return { outcome: 'email_taken' }
    throw error
  })
}

const NEVER = new Date(0)

/** Removes line breaks and other unprintable characters from a name, and limits its length. */
const printable = (name = '') =>
  name
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, NAME_LIMIT)

async function openSsoSession(
  trx: Trx,
  ctx: VisitorContext,
  accountId: string,
  options: Parameters<typeof openSession>[3],
): Promise<string> {
  const token = await openSession(trx, ctx, accountId, options)
  await writeAuditEntry(trx, await accountAuditContext(trx, ctx, accountId), 'account.signed_in', accountId, {
    by: 'company',
  })
  return token
}
