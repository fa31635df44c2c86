import type { CredentialUpdated, Procedures, UpdateCredential } from './api.gen.ts'
import type { CallOptions } from './procedure.ts'

/** The result of connecting a credential again. */
export type CredentialReconnected = Exclude<CredentialUpdated, { outcome: 'stale' }>

/**
 * Gives a credential new values or another consent. Its id stays. What was changed in the meantime and is not part of the
 * input stays, too.
 */
export async function reconnectCredential(
  { credentials }: { credentials: Pick<Procedures['credentials'], 'get' | 'update'> },
  input: Omit<UpdateCredential, 'version'>,
  options?: CallOptions,
): Promise<CredentialReconnected> {
  const { credentialId } = input
  let { version } = await credentials.get.query({ credentialId }, options)
  for (;;) {
    const updated = await credentials.update.mutate({ ...input, version }, options)
    if (updated.outcome !== 'stale') return updated
    version = updated.credential.version
  }
}
