import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { CredentialCount } from '@stepkey/shared/credential'

/** Describes how many credentials there are, and how many of them are failing: “61 credentials” and “3 failing”. */
export function describeCounts(
  components: readonly Pick<ComponentSummary, 'credentialCount' | 'failingCount'>[],
): { total: string; failing?: string } {
  const total = components.reduce((sum, { credentialCount }) => sum + credentialCount, 0)
  const failing = components.reduce((sum, { failingCount }) => sum + failingCount, 0)
  const credentials = total === 1 ? '1 credential' : `${total.toLocaleString('en')} credentials`
  return { total: credentials, ...(failing > 0 && { failing: `${failing.toLocaleString('en')} failing` }) }
}

/** Describes how many credentials match filters: “12 credentials match” and “More than 1,000 credentials match”. */
export function describeMatches({ count, hasMore }: CredentialCount): string {
  if (hasMore) return `More than ${count.toLocaleString('en')} credentials match.`
  return count === 1 ? '1 credential matches.' : `${count.toLocaleString('en')} credentials match.`
}
