import type { ApiKey, CreateApiKey } from '@stepkey/shared/api-key'
import { isolated } from '../../ui/text/isolated.ts'

/** The credentials that a new key can use, as the form holds them. */
export interface KeyLimitValues extends Record<string, unknown> {
  credentials: 'all' | 'some'
  owners: string[]
  /** Also those of the workspace itself. */
  isOfWorkspace: boolean
  componentIds: string[]
}

/** The values of a key that can use all credentials. */
export const noLimits: KeyLimitValues = {
  credentials: 'all',
  owners: [],
  isOfWorkspace: false,
  componentIds: [],
}

/** Returns the limits of a new key. Without any, although the user wants some, the schema refuses the empty list of owners. */
export function toLimits({
  credentials,
  owners,
  isOfWorkspace,
  componentIds,
}: KeyLimitValues): Pick<CreateApiKey, 'owners' | 'componentIds'> {
  if (credentials === 'all') return {}
  const allOwners = [...owners, ...(isOfWorkspace ? [''] : [])]
  return {
    ...((allOwners.length > 0 || componentIds.length === 0) && { owners: allOwners }),
    ...(componentIds.length > 0 && { componentIds }),
  }
}

/** Says which credentials a key can use; undefined for all. */
export function describeLimits(
  { owners, componentIds }: Pick<ApiKey, 'owners' | 'componentIds'>,
  titles: ReadonlyMap<string, string>,
): string | undefined {
  if (!owners && !componentIds) return undefined
  const ofOwners = owners?.map((owner) => (owner === '' ? 'the workspace itself' : isolated(owner)))
  const components = componentIds?.map((id) => titles.get(id) ?? id)
  return ['Only credentials', components && `for ${list(components)}`, ofOwners && `of ${list(ofOwners)}`]
    .filter(Boolean)
    .join(' ')
}

const list = (items: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(items)
