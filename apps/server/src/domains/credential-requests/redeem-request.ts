import type { RequestRedeemed } from '@stepkey/shared/credential-request'
import type { Trx } from '../../platform/database/connect.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import { issueRequestToken } from '../connect/connect-tokens.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { closeCredentialRequest, countVerificationAttempt, findOpenCredentialRequest } from './store.ts'

/**
 * Dry requests that one link is good for, and refusals: enough for whoever mistypes, too few for whoever tries keys out or
 * looks for more.
 */
const CHECKS = 30

/** Who asks for what, and a token to hand it over with: for whoever holds the link, as often as it is opened. */
export async function redeemCredentialRequest({ db, clock }: Deps, secret: string): Promise<RequestRedeemed> {
  const now = clock()
  return await transact(db, async (trx) => {
    const row = await findOpenCredentialRequest(trx, hashToken(secret), now.toISOString())
    if (!row) throw unusable()
    const { token, expiresAt } = await issueRequestToken(trx, now, row)
    return {
      token,
      expiresAt,
      componentId: row.component_id,
      name: row.name,
      note: row.note,
      workspace: row.workspace,
      askedBy: row.asked_by,
      until: row.expires_at,
    }
  })
}

/** The same answer for whatever link can't be used, so that it tells nothing about any. */
const unusable = () =>
  new DomainError(
    'not_found',
    'This link is unknown, was used already, was taken back or has expired. Ask whoever sent it for a new one.',
  )

/** Uses a request up, in the transaction that makes its credential: of two at once, one makes nothing. */
export async function fulfilCredentialRequest(
  trx: Trx,
  { clock }: Pick<WorkspaceContext, 'clock'>,
  requestId: string,
  credentialId: string,
): Promise<void> {
  const change = { state: 'fulfilled', credential_id: credentialId } as const
  if (!(await closeCredentialRequest(trx, requestId, change, clock().toISOString()))) throw unusable()
}

/** One more try with this link. @throws DomainError too_many_requests */
export async function spendVerificationAttempt({ db }: Pick<Deps, 'db'>, requestId: string): Promise<void> {
  if (await countVerificationAttempt(db, requestId, CHECKS)) return
  throw new DomainError(
    'too_many_requests',
    `This link is good for ${CHECKS} tries, and they are used up. Ask whoever sent it for a new one.`,
  )
}
