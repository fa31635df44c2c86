import { Button, MultiSelect, Stack, Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useScopes } from '../catalog/scopes.ts'
import type { DraftStep } from './flowDraft.ts'
import classes from './StepList.module.css'
import { useSteps } from './stepsContext.ts'

/** Chooses the scopes that a step needs, in a collapsible section; nothing for components without scopes. */
export function StepScopes({ step, componentId }: { step: DraftStep; componentId: string }) {
  const { dispatch } = useSteps()
  const scopes = useScopes(componentId)
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  if (scopes.length === 0) return null

  const needed = step.scopes ?? []
  const labels = new Map(scopes.map(({ value, label }) => [value, label]))
  // Chosen scopes are kept even if the component no longer offers them.
  const unknown = needed
    .filter((scope) => !labels.has(scope))
    .map((scope) => ({ value: scope, label: scope }))
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        fw={500}
        leftSection={<Chevron size={16} aria-hidden />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        classNames={{ root: classes.fold, label: classes.foldLabel }}
      >
        {needed.length === 0 || isOpen
          ? 'Needed scopes…'
          : `Needed scopes: ${needed.map((scope) => labels.get(scope) ?? scope).join(', ')}`}
      </Button>
      <div id={id} hidden={!isOpen}>
        <MultiSelect
          aria-label={`Scopes that ${step.name || 'this step'} needs`}
          placeholder={needed.length === 0 ? 'Choose scopes' : undefined}
          description="Credentials with missing scopes show a warning. You can choose them nevertheless."
          data={[...scopes, ...unknown]}
          value={needed}
          onChange={(next) => dispatch({ type: 'stepChanged', key: step.key, change: { scopes: next } })}
          searchable
          clearable
          clearButtonProps={{ size: '24px', 'aria-label': 'Clear scopes' }}
          nothingFoundMessage="No matching scope"
          renderOption={({ option }) => (
            <Stack gap={0}>
              <Text size="sm">{option.label}</Text>
              {option.label !== option.value && (
                <Text fz={11} ff="monospace" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {option.value}
                </Text>
              )}
            </Stack>
          )}
          mt="xs"
        />
      </div>
    </div>
  )
}
