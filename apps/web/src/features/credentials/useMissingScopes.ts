import type { CredentialSummary } from '@stepkey/shared/credential'
import { missingScopes, useScopes } from '../catalog/scopes.ts'

/** In words, what of `needs` was not granted to a credential. It may be chosen all the same. */
export function useMissingScopes(
  { componentId, grant }: CredentialSummary,
  needs: readonly string[] = [],
): string[] {
  const isKnown = needs.length > 0 && grant?.scopes != null
  return missingScopes(needs, grant?.scopes, useScopes(componentId, isKnown))
}
