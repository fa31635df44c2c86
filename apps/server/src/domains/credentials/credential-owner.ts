import type { CredentialScope } from '../../platform/database/credential-reach.ts'
import { type DomainError, invalidInput } from '../../platform/errors/domain-error.ts'

/**
 * Returns the owner of a new credential: that of the input, or the only one in the caller's reach. Empty for the workspace.
 * @throws DomainError invalid_input for an owner or a component out of reach
 */
export function ownerOfNew(
  { reach }: CredentialScope,
  { owner, componentId }: { owner?: string | undefined; componentId: string },
): string {
  const { owners, componentIds } = reach ?? {}
  if (componentIds?.includes(componentId) === false) throw otherComponents('componentId')
  if (!owners) return owner ?? ''
  const [only, ...others] = owners
  if (owner === undefined && only !== undefined && others.length === 0) return only
  if (owners.includes(owner ?? '')) return owner ?? ''
  throw otherOwners()
}

/** @throws DomainError invalid_input for an owner out of the caller's reach */
export function requireOwnerInReach({ reach }: CredentialScope, owner: string): void {
  if (reach?.owners?.includes(owner) === false) throw otherOwners()
}

/** Returns the error for components that a limited API key can't use. @param path the member that names them */
export const otherComponents = (path: string): DomainError =>
  invalidInput({ path, message: 'This API key is for other components. Name one of them.' })

const otherOwners = () =>
  invalidInput({ path: 'owner', message: 'This key or session is for other owners. Name one of them.' })
