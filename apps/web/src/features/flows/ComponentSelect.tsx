import { Group, Select } from '@mantine/core'
import { groupIntoSections, searchComponents } from '@stepkey/shared/component-search'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import type { DraftStep } from './flowDraft.ts'
import classes from './StepList.module.css'
import { useSteps } from './stepsContext.ts'

interface ComponentSelectProps {
  step: DraftStep
  error: string | undefined
  /** Asks before what is being typed for the one that is chosen now is lost. */
  mayBeDiscarded(): Promise<boolean>
}

/** Which application a step works with. */
export function ComponentSelect({ step, error, mayBeDiscarded }: ComponentSelectProps) {
  const { components, dispatch } = useSteps()
  const input = useRef<HTMLInputElement>(null)
  const byId = (id: string | null) => components.find((component) => component.id === id)
  const chosen = byId(step.componentId)
  const found = (search: string) =>
    searchComponents(components, search).map(({ id, title }) => ({ value: id, label: title }))

  // A step that has just been added begins here.
  const isBlank = step.id === undefined && step.componentId === null
  useEffect(() => {
    if (isBlank) input.current?.focus()
  }, [isBlank])

  return (
    <Select
      ref={input}
      label="Component"
      placeholder="Choose…"
      searchable
      // Enter takes the likeliest one.
      selectFirstOptionOnChange
      data={groupIntoSections(components).map((section) => ({
        group: section.title,
        items: section.components.map(({ id, title }) => ({ value: id, label: title })),
      }))}
      filter={({ options, search }) => (search.trim() ? found(search) : options)}
      value={step.componentId}
      onChange={async (id) => {
        const component = byId(id)
        if (!component || component === chosen || !(await mayBeDiscarded())) return
        dispatch({ type: 'componentChosen', key: step.key, component, before: chosen })
      }}
      allowDeselect={false}
      error={error}
      nothingFoundMessage="No component is called that"
      leftSection={chosen && <ComponentIcon component={chosen} size={24} />}
      renderOption={({ option, checked }) => (
        <Group gap="sm" wrap="nowrap" flex={1}>
          <ComponentIcon component={byId(option.value) ?? { title: option.label }} size={24} />
          {option.label}
          {checked && <IconCheck size={16} aria-hidden style={{ marginLeft: 'auto' }} />}
        </Group>
      )}
      comboboxProps={{ shadow: 'md', withinPortal: false, position: 'bottom-start' }}
      classNames={{ dropdown: classes.components }}
      className={classes.component}
    />
  )
}
