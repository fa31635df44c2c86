import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { PageTitle } from '../../ui/layout/PageTitle.tsx'
import { StandalonePage } from '../../ui/layout/StandalonePage.tsx'

interface ConsentWindowPageProps {
  title: string
  /** What the user has to do. */
  children: ReactNode
  action?: ReactNode
}

/** A message in the window in which the user grants access. */
export function ConsentWindowPage({ title, children, action }: ConsentWindowPageProps) {
  return (
    <StandalonePage>
      <PageTitle>{title}</PageTitle>
      <Stack gap="md" align="flex-start">
        <Stack gap="xs" role="status">
          <Title order={1}>{title}</Title>
          <Text c="dimmed">{children}</Text>
        </Stack>
        {action}
      </Stack>
    </StandalonePage>
  )
}
