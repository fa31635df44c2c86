import { MultiSelect } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { DraftStep } from './flowDraft.ts'
import { useSteps } from './stepsContext.ts'

interface StepMethodsProps {
  step: DraftStep
  component: Pick<ComponentSummary, 'methods'>
}

/** Limits the credential of the customer to some methods; nothing for components with only one. */
export function StepMethods({ step, component }: StepMethodsProps) {
  const { dispatch } = useSteps()
  const chosen = step.methods ?? []
  const offered = component.methods.filter(({ id, retired }) => !retired || chosen.includes(id))
  // Chosen methods are kept even if the component no longer has them, so that the user can remove them.
  const unknown = chosen.filter((id) => component.methods.every((method) => method.id !== id))
  if (offered.length + unknown.length < 2) return null
  return (
    <MultiSelect
      label="Methods"
      description="Only credentials with one of these methods fit. Leave it empty for all."
      placeholder={chosen.length === 0 ? 'All methods' : undefined}
      data={[
        ...offered.map(({ id, title }) => ({ value: id, label: title })),
        ...unknown.map((id) => ({ value: id, label: id })),
      ]}
      value={chosen}
      onChange={(methods) => dispatch({ type: 'stepChanged', key: step.key, change: { methods } })}
      clearable
      clearButtonProps={{ size: '24px', 'aria-label': 'Clear methods' }}
    />
  )
}
