import { Group, Text, VisuallyHidden } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { Flow } from '@stepkey/shared/flow'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'

const MAX_ICONS = 6

/** Shows the icons of the components of a flow, in the order of its steps. */
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
  const byId = new Map(components.map((component) => [component.id, component]))
  return (
    <Group gap={6} wrap="nowrap">
      <VisuallyHidden>
        Steps: {steps.map(({ componentId }) => byId.get(componentId)?.title ?? componentId).join(', ')}
      </VisuallyHidden>
      {steps.slice(0, MAX_ICONS).map(({ id, componentId }) => (
        <ComponentIcon key={id} component={byId.get(componentId) ?? { title: componentId }} size={28} />
      ))}
      {steps.length > MAX_ICONS && (
        <Text size="sm" c="dimmed" aria-hidden>
          +{steps.length - MAX_ICONS}
        </Text>
      )}
    </Group>
  )
}
