import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { csvLine } from '@stepkey/shared/csv'

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
    'status',
    'active_flows',
    'verified_at',
    'last_used_at',
    'changed_at',
  ]
  const rows = credentials.map(
    ({ id, name, componentId, methodId, identity, status, activeFlowCount, receipt, lastUse, updatedAt }) => {
      const component = components.find((known) => known.id === componentId)?.title ?? componentId
      return [
        id,
        name,
        component,
        methodId,
        identity,
        status,
        activeFlowCount,
        receipt?.checkedAt,
        lastUse?.at,
        updatedAt,
      ]
    },
  )
  return [head, ...rows].map(csvLine).join('')
}
