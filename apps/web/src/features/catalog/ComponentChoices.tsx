import { Stack, Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import classes from './ComponentChoices.module.css'
import { ComponentIcon } from './ComponentIcon.tsx'

/** Lists components; each links to the form of a new credential. */
export function ComponentChoices({ components }: { components: readonly ComponentSummary[] }) {
  const workspace = useWorkspaceId()
  return (
    <ul className={classes.list}>
      {components.map((component) => (
        <li key={component.id}>
          <Link
            to="/w/$workspace/credentials/$component/new"
            params={{ workspace, component: component.id }}
            className={classes.choice}
          >
            <ComponentIcon component={component} />
            <Stack gap={0} flex={1}>
              <Text fw={600}>{component.title}</Text>
              <Text size="sm" c="dimmed">
                {component.description}
              </Text>
            </Stack>
            <IconChevronRight size={18} aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  )
}
