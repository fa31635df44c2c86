import { Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface EmptyBoxProps {
  title: string
  /** Explains what will be shown here and what it is for. */
  children: ReactNode
  /** Creates the first item, for users who may. */
  action?: ReactNode
}

/** Shown in place of an empty list. */
export function EmptyBox({ title, children, action }: EmptyBoxProps) {
  return (
    <Paper withBorder radius="lg" p={{ base: 'lg', sm: 32 }}>
      <Stack gap="lg" align="flex-start">
        <Stack gap={6}>
          <Title order={2}>{title}</Title>
          <Text c="dimmed" maw={560}>
            {children}
          </Text>
        </Stack>
        {action}
      </Stack>
    </Paper>
  )
}
