import { Group, Select } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/components'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { ComponentIcon } from '../components/ComponentIcon.tsx'
import classes from './StepList.module.css'

interface ComponentSelectProps {
  components: readonly ComponentSummary[]
  value: string | null
  onChoose(component: ComponentSummary): void
  error: string | undefined
  autoFocus: boolean
}

/** Which application a step works with. */
export function ComponentSelect({ components, value, onChoose, error, autoFocus }: ComponentSelectProps) {
  const input = useRef<HTMLInputElement>(null)
  const byId = (id: string | null) => components.find((component) => component.id === id)
  const chosen = byId(value)

  useEffect(() => {
    if (autoFocus) input.current?.focus()
  }, [autoFocus])

  return (
    <Select
      ref={input}
      label="Component"
      placeholder="Choose…"
      searchable
      data={components.map(({ id, title }) => ({ value: id, label: title }))}
      value={value}
      onChange={(id) => {
        const component = byId(id)
        if (component && id !== value) onChoose(component)
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
      comboboxProps={{ shadow: 'md', withinPortal: false }}
      className={classes.component}
    />
  )
}
