import type { CredentialSummary } from '@stepkey/shared/credential'
import { missingScopes, useScopes } from '../catalog/scopes.ts'

/** Returns the labels of the needed scopes that a credential was not granted. It can be chosen nevertheless. */
export function useMissingScopes(
  { componentId, grant }: CredentialSummary,
  needs: readonly string[] = [],
): string[] {
  const isKnown = needs.length > 0 && grant?.scopes != null
  return missingScopes(needs, grant?.scopes, useScopes(componentId, isKnown))
}
