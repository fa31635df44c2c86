import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { TextLink } from '../../ui/layout/links.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { describeCounts } from './describeCounts.ts'

/** Says how many credentials there are, and how many of them are failing, with a link to these. */
export function CredentialCounts({ components }: { components: readonly ComponentSummary[] }) {
  const workspace = useWorkspaceId()
  const { total, failing } = describeCounts(components)
  if (failing === undefined) return total
  return (
    <>
      {total},{' '}
      <TextLink
        to="/w/$workspace/credentials/all"
        params={{ workspace }}
        search={{ status: 'needs_repair' }}
        inherit
        c="var(--stepkey-bad)"
        underline="always"
      >
        {failing}
      </TextLink>
    </>
  )
}
