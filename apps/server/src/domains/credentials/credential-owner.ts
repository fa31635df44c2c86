import type { CredentialScope } from '../../platform/database/credential-reach.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'

/**
 * Returns the owner of a new credential: that of the input, or the only one in the caller's reach. Empty for the workspace.
 * @throws DomainError invalid_input for an owner out of reach
 */
export function ownerOfNew({ reach }: CredentialScope, { owner }: { owner?: string | undefined }): string {
  const { owners } = reach ?? {}
  if (!owners) return owner ?? ''
  const [only, ...others] = owners
  if (owner === undefined && only !== undefined && others.length === 0) return only
  if (owners.includes(owner ?? '')) return owner ?? ''
  throw invalidInput({ path: 'owner', message: 'This key or session is for other owners. Name one of them.' })
}
