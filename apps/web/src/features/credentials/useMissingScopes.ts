import type { CredentialSummary } from '@stepkey/shared/credential'
import { grantedScopes, missingScopes } from '@stepkey/shared/scopes'
import { useScopes } from '../catalog/scopes.ts'

/** Returns the labels of the needed scopes that a credential was not granted. Drafts can use it nevertheless. */
export function useMissingScopes(credential: CredentialSummary, needs: readonly string[] = []): string[] {
  const missing = missingScopes(needs, grantedScopes(credential))
  const scopes = useScopes(credential.componentId, missing.length > 0)
  return missing.map((scope) => scopes.find(({ value }) => value === scope)?.label ?? scope)
}

/** Returns the granted scopes of a credential with those that a step needs besides. */
export const extendedScopes = (credential: CredentialSummary, needs: readonly string[] = []): string[] => [
  ...new Set([...(grantedScopes(credential) ?? []), ...needs]),
]
