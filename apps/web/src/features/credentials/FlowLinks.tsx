import { List, Stack, Text } from '@mantine/core'
import type { UsingFlow } from '@stepkey/shared/usage'
import { TextLink } from '../../ui/layout/links.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

/** Lists the flows that use a credential, with the names of the steps. */
export function FlowLinks({ flows, hidden }: { flows: readonly UsingFlow[]; hidden: number }) {
  const workspace = useWorkspaceId()
  return (
    <Stack gap="xs">
      <List listStyleType="none" spacing="xs">
        {flows.map((flow) => (
          <List.Item key={flow.id}>
            <TextLink to="/w/$workspace/flows/$flow" params={{ workspace, flow: flow.id }} fw={600} size="sm">
              {flow.name}
            </TextLink>
            <Text size="sm" c="dimmed">
              {flow.steps.length === 1 ? 'Step ' : 'Steps '}
              {flow.steps.map(({ name }) => `“${name}”`).join(', ')}
            </Text>
          </List.Item>
        ))}
      </List>
      {hidden > 0 && (
        <Text size="sm" c="dimmed">
          and {hidden} more
        </Text>
      )}
    </Stack>
  )
}
