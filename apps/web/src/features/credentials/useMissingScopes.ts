import type { CredentialSummary } from '@stepkey/shared/credential'
import { grantedScopes, missingScopes } from '@stepkey/shared/scopes'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../workspace/useApi.ts'
import { componentDefinition } from '../catalog/componentDefinition.ts'
import { scopesOf } from '../catalog/scopes.ts'

/** Returns the labels of the needed scopes that a credential was not granted. Drafts can use it nevertheless. */
export function useMissingScopes(credential: CredentialSummary, needs: readonly string[] = []): string[] {
  const granted = grantedScopes(credential)
  const isUnsure = missingScopes(needs, granted, undefined).length > 0
  const { data: component } = useQuery({
    ...componentDefinition(useApi(), credential.componentId),
    enabled: isUnsure,
  })
  // Until the definition is loaded, a granted scope may include those that seem to be missing.
  if (!isUnsure || component === undefined) return []
  const missing = missingScopes(needs, granted, component?.scopeIncludes)
  const scopes = component ? scopesOf(component) : []
  return missing.map((scope) => scopes.find(({ value }) => value === scope)?.label ?? scope)
}

/** Returns the granted scopes of a credential with those that a step needs besides. */
export const extendedScopes = (credential: CredentialSummary, needs: readonly string[] = []): string[] => [
  ...new Set([...(grantedScopes(credential) ?? []), ...needs]),
]
