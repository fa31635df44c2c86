import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { PageTitle } from './PageTitle.tsx'

interface PageProps {
  title: string
  /** Shown next to the title, for example the icon of a component. */
  icon?: ReactNode
  /** One sentence under the title. */
  lead?: ReactNode
  /** A BackLink to the parent page. */
  back?: ReactNode
  actions?: ReactNode
  /** A form is easier to read in a narrow column. */
  width?: 'full' | 'reading'
  children: ReactNode
}

/** Frames a page with its title, lead and actions. */
export function Page({ title, icon, lead, back, actions, width = 'full', children }: PageProps) {
  return (
    <Stack gap="xl" maw={width === 'reading' ? 620 : undefined}>
      <PageTitle>{title}</PageTitle>
      <Stack gap="sm">
        {back}
        <Group justify="space-between" gap="md">
          <Group gap="md" wrap="nowrap" align="flex-start" miw={0}>
            {icon}
            <Stack gap={2} miw={0}>
              <Title order={1} style={{ overflowWrap: 'anywhere' }}>
                <bdi>{title}</bdi>
              </Title>
              {lead && (
                <Text component="div" c="dimmed">
                  {lead}
                </Text>
              )}
            </Stack>
          </Group>
          {actions}
        </Group>
      </Stack>
      {children}
    </Stack>
  )
}
