import { Anchor, Group } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

/** Links to the parent page. */
export const BackLink = createLink(({ children, ...link }: ComponentProps<'a'>) => (
  <Anchor {...link} size="sm" c="dimmed" style={{ alignSelf: 'flex-start' }}>
    <Group gap={2} wrap="nowrap" mih={24}>
      <IconChevronLeft size={16} aria-hidden />
      {children}
    </Group>
  </Anchor>
))
