import { Group, Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** Shows an error message with an icon, as an alert. */
export function ErrorText({ children }: { children: ReactNode }) {
  return (
    <Group role="alert" gap={6} wrap="nowrap" c="var(--mantine-color-error)">
      <IconAlertCircle size={16} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm">{children}</Text>
    </Group>
  )
}
