import type { CreateCredential, CredentialCreated } from '@stepkey/shared/credential'
import type { SaveOptions, WorkspaceContext } from '../context.ts'
import { createCredential } from '../credentials/create-credential.ts'
import { findFreeName } from '../credentials/credential-name.ts'
import { ownerOfNew } from '../credentials/credential-owner.ts'
import { fulfilCredentialRequest } from './redeem-request.ts'

/**
 * Creates the credential that a credential request asks for, and fulfils the request in the same transaction. If the
 * requested name was taken in the meantime, the credential gets the first free name with a number: the person with the
 * link can't choose another one.
 * @throws DomainError not_found when the request was fulfilled, revoked or has expired
 */
export async function provideCredential(
  ctx: WorkspaceContext,
  request: { id: string; name: string },
  input: CreateCredential,
  options: SaveOptions = {},
): Promise<CredentialCreated> {
  const name = await findFreeName(ctx, {
    componentId: input.componentId,
    name: request.name,
    owner: ownerOfNew(ctx, input),
  })
  return await createCredential(
    ctx,
    { ...input, name },
    {
      ...options,
      onCreated: (trx, credentialId) => fulfilCredentialRequest(trx, ctx, request.id, credentialId),
    },
  )
}
