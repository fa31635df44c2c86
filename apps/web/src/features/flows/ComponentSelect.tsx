import { Group, Select } from '@mantine/core'
import { groupIntoSections, searchComponents } from '@stepkey/shared/component-search'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import type { DraftStep } from './flowDraft.ts'
import classes from './StepList.module.css'
import { useSteps } from './stepsContext.ts'

interface ComponentSelectProps {
  step: DraftStep
  error: string | undefined
  /** Asks for confirmation before unsaved input for the current component is discarded. */
  mayBeDiscarded(): Promise<boolean>
}

/** Chooses the component of a step. */
export function ComponentSelect({ step, error, mayBeDiscarded }: ComponentSelectProps) {
  const { components, dispatch } = useSteps()
  const input = useRef<HTMLInputElement>(null)
  const byId = (id: string | null) => components.find((component) => component.id === id)
  const selected = byId(step.componentId)
  const [isOpen, setOpen] = useState(false)
  const offered = components.filter((component) => !component.archived || component === selected)
  const options = groupIntoSections(offered).map((section) => ({
    group: section.title,
    items: section.components.map(({ id, title }) => ({ value: id, label: title })),
  }))
  const searchOptions = (search: string) =>
    searchComponents(offered, search).map(({ id, title }) => ({ value: id, label: title }))

  // Focuses the select of a step that was just added. Not at once: the focus opens the list, whose id changes after it was
  // mounted, and `aria-controls` would keep the first id.
  const isBlank = step.id === undefined && step.componentId === null
  useEffect(() => {
    if (!isBlank) return
    const timer = setTimeout(() => input.current?.focus())
    return () => clearTimeout(timer)
  }, [isBlank])

  return (
    <Select
      ref={input}
      label="Component"
      placeholder="Choose…"
      searchable
      // Enter selects the best match.
      selectFirstOptionOnChange
      // The options exist only while the list is open: there are far more than a hundred.
      data={isOpen ? options : selected ? [{ value: selected.id, label: selected.title }] : []}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      filter={({ options, search }) => (search.trim() ? searchOptions(search) : options)}
      value={step.componentId}
      onChange={async (id) => {
        const component = byId(id)
        if (!component || component === selected || !(await mayBeDiscarded())) return
        dispatch({ type: 'componentChosen', key: step.key, component, previous: selected })
      }}
      allowDeselect={false}
      error={error}
      nothingFoundMessage="No matching component"
      leftSection={selected && <ComponentIcon component={selected} size={24} />}
      renderOption={({ option, checked }) => (
        <Group gap="sm" wrap="nowrap" flex={1}>
          <ComponentIcon component={byId(option.value) ?? { title: option.label }} size={24} />
          {option.label}
          {checked && <IconCheck size={16} aria-hidden style={{ marginLeft: 'auto' }} />}
        </Group>
      )}
      openOnFocus={isBlank}
      comboboxProps={{ shadow: 'md', withinPortal: false, position: 'bottom-start' }}
      classNames={{ dropdown: classes.components }}
      className={classes.component}
    />
  )
}
