import type { CredentialSummary } from '@stepkey/shared/credential'
import { lacking, useScopes } from '../components/scopes.ts'

/** In words, what of `needs` was not granted to a credential. It may be chosen all the same. */
export function useLacks({ componentId, grant }: CredentialSummary, needs: readonly string[] = []): string[] {
  const isKnown = needs.length > 0 && grant?.scopes != null
  return lacking(needs, grant?.scopes, useScopes(componentId, isKnown))
}
