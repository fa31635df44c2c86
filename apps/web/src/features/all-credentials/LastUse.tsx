import { Text } from '@mantine/core'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { TextLink } from '../../ui/layout/links.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import type { UsedFlows } from './useUsedFlows.ts'

interface LastUseProps {
  of: Pick<CredentialSummary, 'lastUse'>
  flows: UsedFlows
}

/** Shows when a flow engine last got the values of a credential, and for which flow. */
export function LastUse({ of: { lastUse }, flows }: LastUseProps) {
  const workspace = useWorkspaceId()
  if (!lastUse)
    return (
      <Text size="sm" c="dimmed" span>
        never
      </Text>
    )
  const flow = flows.get(lastUse.flowId ?? '')
  return (
    <Text size="sm" c="dimmed" span>
      <RelativeTime at={lastUse.at} />
      {flow && (
        <>
          {' by '}
          <TextLink to="/w/$workspace/flows/$flow" params={{ workspace, flow: flow.id }} c="inherit">
            <bdi>{flow.name}</bdi>
          </TextLink>
        </>
      )}
    </Text>
  )
}
