import { Badge, Button, List, Stack, Text } from '@mantine/core'
import type { UsingFlow } from '@stepkey/shared/usage'
import { useEffect, useRef, useState } from 'react'
import { TextLink } from '../../ui/layout/links.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

interface FlowLinksProps {
  flows: readonly UsingFlow[]
  /** The number of further flows that can’t be listed. */
  hidden: number
  /** The number of flows that are listed before the user asks for more. */
  limit?: number
}

/** Lists the flows that use a credential, with the names of the steps; the first ones until the user asks for more. */
export function FlowLinks({ flows, hidden, limit = 5 }: FlowLinksProps) {
  const workspace = useWorkspaceId()
  const [isLong, setLong] = useState(false)
  const container = useRef<HTMLDivElement>(null)
  const shown = isLong ? flows : flows.slice(0, limit)
  const more = flows.length - shown.length + hidden
  // The button that had the focus is gone.
  useEffect(() => {
    if (isLong) container.current?.querySelectorAll('a')[limit]?.focus()
  }, [isLong, limit])
  return (
    <Stack gap="xs" ref={container}>
      <List listStyleType="none" spacing="xs">
        {shown.map(({ id, name, status, steps }) => (
          <List.Item key={id}>
            <TextLink to="/w/$workspace/flows/$flow" params={{ workspace, flow: id }} fw={600} size="sm">
              <bdi>{name}</bdi>
            </TextLink>
            {status === 'inactive' && (
              <Badge variant="default" size="sm" tt="none" fw={500} ml="xs">
                Inactive
              </Badge>
            )}
            <Text size="sm" c="dimmed">
              {steps.length === 1 ? 'Step ' : 'Steps '}
              {steps.map((step) => `“${isolated(step.name)}”`).join(', ')}
            </Text>
          </List.Item>
        ))}
      </List>
      {more > 0 &&
        (shown.length < flows.length ? (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => setLong(true)}
            ml={-8}
            style={{ alignSelf: 'flex-start' }}
          >
            and {more} more
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            and {more} more
          </Text>
        ))}
    </Stack>
  )
}
