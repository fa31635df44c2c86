import { Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import type { ReactNode } from 'react'

const looks = {
  good: { Icon: IconCircleCheck, colour: 'var(--stepkey-good)' },
  warn: { Icon: IconAlertTriangle, colour: 'var(--stepkey-warn)' },
  bad: { Icon: IconCircleX, colour: 'var(--stepkey-bad)' },
  quiet: { Icon: IconCircleDashed, colour: 'var(--mantine-color-dimmed)' },
}
export type Tone = keyof typeof looks

/** Words about how something stands, with an icon that says the same. */
export function StatusText({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { Icon, colour } = looks[tone]
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" c={colour}>
      <Icon size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <Text size="sm" span>
        {children}
      </Text>
    </Group>
  )
}
