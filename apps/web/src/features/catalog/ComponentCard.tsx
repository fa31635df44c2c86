import { Badge, Group, Stack, Text, VisuallyHidden } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import classes from './ComponentCard.module.css'
import { ComponentIcon } from './ComponentIcon.tsx'

/** Shows a component with the number of its credentials, and a warning and a red dot if some are failing. */
export function ComponentCard({ component }: { component: ComponentSummary }) {
  const workspace = useWorkspaceId()
  const { id, title, description, credentialCount, failingCount } = component
  const isUsed = credentialCount > 0
  return (
    <Link
      to="/w/$workspace/credentials/$component"
      params={{ workspace, component: id }}
      className={classes.card}
      data-used={isUsed || undefined}
    >
      <ComponentIcon component={component} size={isUsed ? 48 : 36} />
      <Stack gap={2} className={classes.about}>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {description}
        </Text>
        {failingCount > 0 && (
          <Group gap={4} c="var(--stepkey-bad)" wrap="nowrap" mt={4}>
            <IconAlertTriangle size={14} aria-hidden />
            <Text size="xs" fw={500}>
              {failingCount === 1 ? '1 failing credential' : `${failingCount} failing credentials`}
            </Text>
          </Group>
        )}
      </Stack>
      {credentialCount > 0 && (
        <Badge variant="default" circle size="lg" className={classes.count} data-failing={failingCount > 0}>
          {credentialCount}
          <VisuallyHidden> {credentialCount === 1 ? 'credential' : 'credentials'}</VisuallyHidden>
        </Badge>
      )}
    </Link>
  )
}
