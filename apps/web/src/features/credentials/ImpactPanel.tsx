import { Alert, Button, Group, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type BrokenStep, BrokenSteps } from './BrokenSteps.tsx'

interface ImpactPanelProps {
  steps: readonly BrokenStep[]
  onSave(): void
  onDismiss(): void
}

/** Asks before a change is saved that breaks steps of flows. */
export function ImpactPanel({ steps, onSave, onDismiss }: ImpactPanelProps) {
  return (
    <Alert
      color="amber"
      title={steps.length === 1 ? 'This would break a step' : `This would break ${steps.length} steps`}
      icon={<IconAlertTriangle aria-hidden />}
      role="alert"
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      <Stack gap="sm">
        <BrokenSteps steps={steps} />
        <span>Nothing was saved yet.</span>
        <Group gap="xs">
          <Button onClick={onSave}>Save anyway</Button>
          <Button variant="subtle" color="gray" c="var(--mantine-color-text)" onClick={onDismiss}>
            Keep editing
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
