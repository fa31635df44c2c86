import { Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import type { ReactNode } from 'react'

const styles = {
  good: { Icon: IconCircleCheck, colour: 'var(--stepkey-good)' },
  warn: { Icon: IconAlertTriangle, colour: 'var(--stepkey-warn)' },
  bad: { Icon: IconCircleX, colour: 'var(--stepkey-bad)' },
  quiet: { Icon: IconCircleDashed, colour: 'var(--mantine-color-dimmed)' },
}
/** The tone of a status, which decides its icon and colour. */
export type Tone = keyof typeof styles

/** Shows a status with an icon and a colour. */
export function StatusText({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { Icon, colour } = styles[tone]
  return (
    <Group component="span" gap={6} wrap="nowrap" align="flex-start" c={colour}>
      <Icon size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <Text size="sm" span>
        {children}
      </Text>
    </Group>
  )
}
