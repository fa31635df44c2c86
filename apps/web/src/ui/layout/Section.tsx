import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

interface SectionProps {
  title: string
  /** One sentence under the title. */
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A titled section of a page. */
export function Section({ title, lead, actions, children }: SectionProps) {
  const id = useId()
  return (
    <Stack component="section" gap="md" aria-labelledby={id}>
      <Group justify="space-between" align="flex-end" gap="md">
        <Stack gap={2} flex="1 1 320px">
          <Title order={2} id={id}>
            <bdi>{title}</bdi>
          </Title>
          {lead && (
            <Text c="dimmed" size="sm" maw={620}>
              {lead}
            </Text>
          )}
        </Stack>
        {actions}
      </Group>
      {children}
    </Stack>
  )
}
