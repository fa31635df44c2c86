import { Group, Text } from '@mantine/core'
import type { Flow } from '@stepkey/shared/flow'
import { IconPlayerPause, IconPlayerPlayFilled } from '@tabler/icons-react'

/** Shows whether a flow is active, with an icon and a label. */
export function FlowStatus({ status }: { status: Flow['status'] }) {
  const active = status === 'active'
  const Icon = active ? IconPlayerPlayFilled : IconPlayerPause
  return (
    <Group gap={6} wrap="nowrap" c={active ? 'var(--stepkey-good)' : 'dimmed'}>
      <Icon size={14} aria-hidden />
      <Text size="sm" fw={500} span>
        {active ? 'Active' : 'Inactive'}
      </Text>
    </Group>
  )
}
