import { Button, Group } from '@mantine/core'
import { type BrokenStep, BrokenSteps } from './BrokenSteps.tsx'

interface ImpactPanelProps {
  steps: readonly BrokenStep[]
  onSave(): void
  onDismiss(): void
}

/** Asks before a change is saved that breaks steps of flows. */
export const ImpactPanel = ({ steps, onSave, onDismiss }: ImpactPanelProps) => (
  <BrokenSteps steps={steps}>
    <span>Nothing was saved yet.</span>
    <Group gap="xs">
      <Button onClick={onSave}>Save anyway</Button>
      <Button variant="subtle" color="gray" c="var(--mantine-color-text)" onClick={onDismiss}>
        Keep editing
      </Button>
    </Group>
  </BrokenSteps>
)
