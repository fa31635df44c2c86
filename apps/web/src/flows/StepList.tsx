import { Button, Text, VisuallyHidden } from '@mantine/core'
import { STEP_LIMIT } from '@stepkey/shared/flow'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useApi } from '../api.ts'
import { type DraftStep, newStep } from './draft.ts'
import { StepCard } from './StepCard.tsx'
import classes from './StepList.module.css'
import type { FlowEditing } from './useFlowEditor.ts'
import { useStepDrag } from './useStepDrag.ts'

/** The steps of a flow as cards joined by a line. */
export function StepList({ editing, isActive }: { editing: FlowEditing; isActive: boolean }) {
  const { draft, dispatch } = editing
  const { steps } = draft
  const { trpc } = useApi()
  const { data: components = [] } = useQuery(trpc.components.list.queryOptions({}))
  const [announcement, setAnnouncement] = useState('')
  const addButton = useRef<HTMLButtonElement>(null)

  function move({ key, name }: DraftStep, to: number) {
    dispatch({ type: 'stepMoved', key, to })
    setAnnouncement(`${name || 'The step'} is now step ${to + 1} of ${steps.length}.`)
  }
  const { list, dragged, startDrag } = useStepDrag(steps, move)

  function remove({ key, name }: DraftStep) {
    dispatch({ type: 'stepRemoved', key })
    setAnnouncement(`${name || 'The step'} was removed.`)
    addButton.current?.focus()
  }

  return (
    <section aria-label="Steps">
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      {steps.length === 0 && (
        <Text c="dimmed" mb="md">
          A flow is made of steps, which run from top to bottom. Each step works with one application.
        </Text>
      )}
      <ol ref={list} className={classes.steps} data-dragging={dragged !== undefined || undefined}>
        {steps.map((step, index) => (
          <StepCard
            key={step.key}
            step={step}
            index={index}
            editing={editing}
            isActive={isActive}
            components={components}
            isDragged={dragged === step.key}
            onGrab={(event) => startDrag(step, event)}
            onMove={(to) => move(step, to)}
            onRemove={() => remove(step)}
          />
        ))}
      </ol>
      <div className={classes.add}>
        <Button
          ref={addButton}
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={steps.length >= STEP_LIMIT}
          onClick={() => dispatch({ type: 'stepAdded', step: newStep() })}
        >
          Add step
        </Button>
      </div>
    </section>
  )
}
