import type { Verification } from '@stepkey/shared/verification'
import type { WorkspaceContext } from '../context.ts'
import { againIfReplaced } from './replaced-values.ts'
import { verifyCredential } from './verify-credential.ts'

/** The running verifications of this process that flow engines have caused, by credential. */
const running = new Map<string, Promise<Verification | undefined>>()

/**
 * Verifies a stored credential for a flow engine. Calls that come meanwhile get the same result.
 * @param mayVerify asked first, unless a verification is running
 * @returns undefined if it must not be verified now
 * @throws DomainError not_found
 */
export function verifyOnce(
  ctx: WorkspaceContext,
  credentialId: string,
  mayVerify: () => Promise<boolean>,
): Promise<Verification | undefined> {
  const current = running.get(credentialId)
  if (current) return current
  const verifying = mayVerify()
    .then((may) =>
      may ? againIfReplaced(() => verifyCredential(ctx, { credentialId, values: undefined })) : undefined,
    )
    .finally(() => running.delete(credentialId))
  running.set(credentialId, verifying)
  return verifying
}
