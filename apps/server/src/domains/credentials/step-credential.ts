import { AMBIGUOUS_LIMIT, type ErrorCode, type ErrorMembers } from '@stepkey/shared/errors'
import { narrowReach } from '../../platform/database/credential-reach.ts'
import { DomainError, invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import type { WorkspaceContext } from '../context.ts'
import { findCredentialsOf, findMissingScopes } from '../usage/owner-credentials.ts'
import type { BoundStep, OwnerBinding, SealedCredentialRow } from '../usage/usage.ts'

/** The credential that a step gets. */
export interface StepCredential {
  row: SealedCredentialRow
  /** The owner, if the step is bound to the owner's credential. */
  owner?: string
  /** The context for further reads of the credential: it must still belong to the owner. */
  ctx: WorkspaceContext
}

/** The credentials of an owner that fit a step. */
type Found = Awaited<ReturnType<typeof findCredentialsOf>>

/** A credential that an owner has not connected yet, or must connect again. */
export interface WantedCredential extends Pick<OwnerBinding, 'componentId' | 'methodIds'> {
  owner: string
  /** The credential that is connected again; absent for a new one. */
  again?: {
    credentialId: string
    /** The OAuth scopes that the form starts with. Absent: those that were granted. */
    scopes?: readonly string[]
  }
}

/** Returns a link by which an owner connects a credential, or why there can be none. A port, because sessions know credentials. */
export type OfferLink = (
  ctx: WorkspaceContext,
  wanted: WantedCredential,
) => Promise<Required<Pick<ErrorMembers, 'connectLink' | 'linkExpiresAt'>> | { obstacle: string }>

/**
 * Returns the credential that a step gets: the one that it is bound to, or that of the owner.
 * @throws DomainError not_found; for a step that is bound to the owner's credential invalid_input without an owner,
 * not_connected, ambiguous, and reconnect_needed if it is missing scopes
 */
export async function requireCredentialOf(
  ctx: WorkspaceContext,
  { credential, ofOwner }: BoundStep,
  owner: string | undefined,
  offerLink?: OfferLink,
): Promise<StepCredential> {
  if (!ofOwner) {
    if (!credential) throw notFound('credential')
    return { row: credential, ctx }
  }
  if (owner === undefined) throw ownerNeeded()
  const found = await findOwnersCredentials(ctx, owner, ofOwner)
  const [row, ...others] = found
  if (!row) throw await notConnected(ctx, { ...ofOwner, owner }, offerLink)
  if (others.length > 0) throw ambiguous(found)
  const { missing, granted } = await findMissingScopes(ctx, row.id, ofOwner)
  if (missing.length > 0) {
    const message = `The credential of the owner was not granted these scopes: ${missing.join(', ')}. Connect it again.`
    const scopes = [...granted, ...missing]
    throw await withReconnectLink(
      ctx,
      new DomainError('reconnect_needed', message),
      { row, owner, scopes },
      offerLink,
    )
  }
  return { row, owner, ctx: { ...ctx, reach: narrowReach(ctx.reach ?? {}, { owners: [owner] }) } }
}

/** Returns the credentials of an owner that fit a step: one more than an error names, at most. */
export const findOwnersCredentials = (
  ctx: WorkspaceContext,
  owner: string,
  ofOwner: OwnerBinding,
): Promise<Found> => findCredentialsOf(ctx.db, ctx, owner, ofOwner, AMBIGUOUS_LIMIT)

/** Returns the error for a run without an owner. */
export const ownerNeeded = () =>
  invalidInput({
    path: 'owner',
    code: 'owner_needed',
    message: 'A step is bound to the owner’s credential. Name the owner of the run.',
  })

/** The latest credential is as likely the wrong one as any other, so none is preferred. */
const ambiguous = (found: Found) =>
  new DomainError(
    'ambiguous',
    'The owner has several credentials that fit this step. Delete all but one, or limit the step to other methods.',
    { members: { credentials: found.map(({ id, name, identity }) => ({ id, name, identity })) } },
  )

async function notConnected(
  ctx: WorkspaceContext,
  wanted: WantedCredential,
  offerLink: OfferLink | undefined,
): Promise<DomainError> {
  const message = 'The owner has no credential that fits this step.'
  const offered = await offerLink?.(ctx, wanted)
  if (!offered) return new DomainError('not_connected', message)
  if ('obstacle' in offered) return new DomainError('not_connected', `${message} ${offered.obstacle}`)
  return new DomainError('not_connected', `${message} Send the owner the connect link.`, { members: offered })
}

/** The errors that end when the owner connects the credential again. */
const ENDED_BY_RECONNECTING: readonly ErrorCode[] = ['reconnect_needed', 'credential_failing', 'paused']

/** Returns an error of an owner's credential with a link by which the owner connects it again, if that and a link can help. */
export async function withReconnectLink(
  ctx: WorkspaceContext,
  error: DomainError,
  { row, owner, scopes }: Pick<StepCredential, 'row' | 'owner'> & { scopes?: readonly string[] },
  offerLink: OfferLink | undefined,
): Promise<DomainError> {
  if (owner === undefined || !offerLink || !ENDED_BY_RECONNECTING.includes(error.code)) return error
  const { id: credentialId, component_id: componentId, method_id: methodId } = row
  const again = { credentialId, ...(scopes && { scopes }) }
  const offered = await offerLink(ctx, { owner, componentId, methodIds: [methodId], again })
  if ('obstacle' in offered) return error
  const { code, message, retryAfter } = error
  return new DomainError(code, `${message} Send the owner the connect link.`, {
    members: offered,
    ...(retryAfter !== undefined && { retryAfter }),
  })
}
