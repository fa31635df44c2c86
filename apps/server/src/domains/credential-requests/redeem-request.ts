import type { RequestRedeemed } from '@stepkey/shared/credential-request'
import type { Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import { issueRequestToken } from '../connect/connect-token.ts'
import { presentationOf } from '../connect/embeds.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { closeCredentialRequest, countVerificationAttempt, findOpenCredentialRequest } from './store.ts'

/**
 * Maximum number of verifications and refused calls per link: enough for typing mistakes, too few for guessing keys or
 * probing the API.
 */
const MAX_ATTEMPTS = 30

/**
 * Returns the content of a credential request, and a connect token to fulfil it, for the holder of the link. The link
 * can be opened any number of times.
 * @throws DomainError not_found
 */
export async function redeemCredentialRequest({ db, clock }: Deps, secret: string): Promise<RequestRedeemed> {
  const now = clock()
  return await transact(db, async (trx) => {
    const row = await findOpenCredentialRequest(trx, hashToken(secret), now.toISOString())
    if (!row) throw invalidLink()
    const { token, expiresAt } = await issueRequestToken(trx, now, row)
    return {
      token,
      expiresAt,
      componentId: row.component_id,
      name: row.name,
      note: row.note,
      workspace: row.workspace,
      askedBy: row.asked_by,
      askedByEmail: row.asked_by_email,
      until: row.expires_at,
      ...presentationOf(row),
    }
  })
}

/** The same error for every invalid link, so that it reveals nothing about it. */
const invalidLink = () =>
  new DomainError(
    'not_found',
    'This link is unknown, used up, revoked or expired. Ask the sender for a new one.',
  )

/**
 * Marks a request as fulfilled, in the transaction that creates its credential. Only one of several concurrent callers
 * succeeds.
 * @throws DomainError not_found
 */
export async function fulfilCredentialRequest(
  trx: Trx,
  { clock }: Pick<WorkspaceContext, 'clock'>,
  requestId: string,
  credentialId: string,
): Promise<void> {
  const change = { state: 'fulfilled', credential_id: credentialId } as const
  if (!(await closeCredentialRequest(trx, requestId, change, clock().toISOString()))) throw invalidLink()
}

/** Counts one attempt with a link. @throws DomainError attempts_used_up */
export async function spendVerificationAttempt({ db }: Pick<Deps, 'db'>, requestId: string): Promise<void> {
  if (await countVerificationAttempt(db, requestId, MAX_ATTEMPTS)) return
  throw new DomainError(
    'attempts_used_up',
    `All ${MAX_ATTEMPTS} attempts with this link are used up. Ask the sender for a new link.`,
  )
}
