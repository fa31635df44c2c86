import { Button, MultiSelect, Stack, Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useScopes } from '../catalog/scopes.ts'
import type { DraftStep } from './flowDraft.ts'
import classes from './StepList.module.css'
import { useSteps } from './stepsContext.ts'

/** What a step needs access to, folded away; nothing where its component's connections have no scopes. */
export function StepScopes({ step, componentId }: { step: DraftStep; componentId: string }) {
  const { dispatch } = useSteps()
  const scopes = useScopes(componentId)
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  if (scopes.length === 0) return null

  const needed = step.scopes ?? []
  const known = new Map(scopes.map(({ value, label }) => [value, label]))
  // What somebody chose stays, even if nobody offers it any more.
  const unknown = needed.filter((scope) => !known.has(scope)).map((scope) => ({ value: scope, label: scope }))
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
          ? 'Needs access to…'
          : `Needs access to: ${needed.map((scope) => known.get(scope) ?? scope).join(', ')}`}
      </Button>
      <div id={id} hidden={!isOpen}>
        <MultiSelect
          aria-label={`What ${step.name || 'this step'} needs access to`}
          placeholder={needed.length === 0 ? 'Choose what has to be granted' : undefined}
          description="A credential that lacks some of it is pointed out. It can be chosen all the same."
          data={[...scopes, ...unknown]}
          value={needed}
          onChange={(next) => dispatch({ type: 'stepChanged', key: step.key, change: { scopes: next } })}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Clear what is needed' }}
          nothingFoundMessage="Nothing of this kind can be granted"
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
