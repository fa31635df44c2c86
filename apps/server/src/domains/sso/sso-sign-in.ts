import { Email } from '@stepkey/shared/account'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import type { Trx } from '../../platform/database/connect.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import { transact } from '../../platform/database/transaction.ts'
import { accountAuditContext } from '../accounts/account-audit.ts'
import { createAccount } from '../accounts/create-account.ts'
import { openSession } from '../accounts/sessions.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { VisitorContext } from '../context.ts'
import { withdrawFirstInvitation } from '../organizations/invitations.ts'
import type { Identity } from './oidc-provider.ts'
import { findAccountOf, insertIdentity } from './store.ts'

export type SignedIn =
  | { outcome: 'signed_in'; token: string }
  /** There is an account with this e-mail address: whoever controls an issuer must not thereby get into it. */
  | { outcome: 'email_taken' }
  | { outcome: 'no_email' }
  | { outcome: 'no_new_accounts' }

/**
 * Opens a session for whoever the issuer vouches for, and makes the account the first time. Issuer and subject are
 * the identity; an e-mail address alone never opens an existing account. The session counts as confirmed since the
 * issuer asked the person, not since now; where it doesn't tell when that was, whatever reaches far asks again.
 */
export async function signInWithSso(
  ctx: VisitorContext,
  identity: Identity,
  previousToken?: string,
): Promise<SignedIn> {
  const { db, config } = ctx
  const email = Email.safeParse(identity.email)
  const opening = { previousToken, confirmedAt: identity.authenticatedAt ?? NEVER }
  return await transact(db, async (trx): Promise<SignedIn> => {
    const known = await findAccountOf(trx, identity.issuer, identity.subject)
    if (known) return { outcome: 'signed_in', token: await open(trx, ctx, known, opening) }
    if (config.signUp === 'off') return { outcome: 'no_new_accounts' }
    if (!email.success) return { outcome: 'no_email' }

    const name = printable(identity.name) || email.data
    const { accountId, workspaceId } = await createAccount(trx, ctx, {
      name,
      email: email.data,
      passwordHash: null,
    })
    // Somebody is there now, so the link for the first account is of no more use.
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
    return { outcome: 'signed_in', token: await open(trx, ctx, accountId, opening) }
  }).catch((error): SignedIn => {
    if (violationOf(error) === 'unique') return { outcome: 'email_taken' }
    throw error
  })
}

const NEVER = new Date(0)

/** What an issuer calls somebody may hold line breaks and other signs that no name here has. */
const printable = (name = '') =>
  name
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, NAME_LIMIT)

async function open(
  trx: Trx,
  ctx: VisitorContext,
  accountId: string,
  opening: Parameters<typeof openSession>[3],
): Promise<string> {
  const token = await openSession(trx, ctx, accountId, opening)
  await writeAuditEntry(trx, await accountAuditContext(trx, ctx, accountId), 'account.signed_in', accountId, {
    by: 'company',
  })
  return token
}
