import { Group, Text, VisuallyHidden } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { Flow } from '@stepkey/shared/flow'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'

const SHOWN = 6

/** The components of a flow's steps, in their order. */
export function StepIcons({
  steps,
  components,
}: {
  steps: Flow['steps']
  components: readonly ComponentSummary[]
}) {
  if (steps.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No steps yet
      </Text>
    )
  }
  const titles = new Map(components.map((component) => [component.id, component]))
  return (
    <Group gap={6} wrap="nowrap">
      <VisuallyHidden>
        Steps: {steps.map(({ componentId }) => titles.get(componentId)?.title ?? componentId).join(', ')}
      </VisuallyHidden>
      {steps.slice(0, SHOWN).map(({ id, componentId }) => (
        <ComponentIcon key={id} component={titles.get(componentId) ?? { title: componentId }} size={28} />
      ))}
      {steps.length > SHOWN && (
        <Text size="sm" c="dimmed" aria-hidden>
          +{steps.length - SHOWN}
        </Text>
      )}
    </Group>
  )
}
