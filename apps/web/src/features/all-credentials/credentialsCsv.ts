import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { csvLine } from '@stepkey/shared/csv'
import { tagFilters } from '../owners/ownership.ts'

/** Returns credentials as a CSV file, without values. */
export function credentialsCsv(
  credentials: readonly CredentialSummary[],
  components: readonly Pick<ComponentSummary, 'id' | 'title'>[],
): string {
  const head = [
    'id',
    'name',
    'component',
    'method',
    'identity',
    'owner',
    'tags',
    'status',
    'active_flows',
    'verified_at',
    'last_used_at',
    'changed_at',
  ]
  const rows = credentials.map((credential) => {
    const { id, name, componentId, methodId, identity, owner, tags, status, activeFlowCount } = credential
    const component = components.find((known) => known.id === componentId)?.title ?? componentId
    return [
      id,
      name,
      component,
      methodId,
      identity,
      owner,
      tagFilters(tags).join(','),
      status,
      activeFlowCount,
      credential.receipt?.checkedAt,
      credential.lastUse?.at,
      credential.updatedAt,
    ]
  })
  return [head, ...rows].map(csvLine).join('')
}
