import { Button, Text, VisuallyHidden } from '@mantine/core'
import { STEP_LIMIT } from '@stepkey/shared/flow'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useApi } from '../../workspace/useApi.ts'
import { type DraftStep, newStep } from './flowDraft.ts'
import { StepCard } from './StepCard.tsx'
import classes from './StepList.module.css'
import { StepsProvider } from './stepsContext.ts'
import type { FlowEditing } from './useFlowEditor.ts'
import { useStepDrag } from './useStepDrag.ts'

/** Edits the steps of a flow, shown as cards joined by a line. */
export function StepList({ editing, isActive }: { editing: FlowEditing; isActive: boolean }) {
  const { base, draft, blocked, errors, dispatch } = editing
  const { steps } = draft
  const count = steps.length
  const { trpc } = useApi()
  const { data: components } = useQuery(trpc.components.list.queryOptions({}))
  const [announcement, setAnnouncement] = useState('')
  const addButton = useRef<HTMLButtonElement>(null)

  const move = useCallback(
    ({ key, name }: DraftStep, to: number) => {
      dispatch({ type: 'stepMoved', key, to })
      setAnnouncement(`${name || 'The step'} is now step ${to + 1} of ${count}.`)
    },
    [dispatch, count],
  )
  const remove = useCallback(
    ({ key, name }: DraftStep) => {
      dispatch({ type: 'stepRemoved', key })
      setAnnouncement(`${name || 'The step'} was removed.`)
      addButton.current?.focus()
    },
    [dispatch],
  )
  const { list, dragged, grab } = useStepDrag(steps, move)

  const usedIds = steps.flatMap(({ credentialId }) => credentialId ?? []).join(' ')
  const context = useMemo(
    () => ({
      base,
      isActive,
      components: components ?? [],
      inFlow: usedIds.split(' '),
      count,
      dispatch,
      grab,
      move,
      remove,
    }),
    [base, isActive, components, usedIds, count, dispatch, grab, move, remove],
  )

  return (
    <section aria-label="Steps">
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      {count === 0 && (
        <Text c="dimmed" mb="md">
          A flow consists of steps that run from top to bottom. Each step works with one component.
        </Text>
      )}
      <StepsProvider value={context}>
        <ol ref={list} className={classes.steps} data-dragging={dragged !== undefined || undefined}>
          {steps.map((step, index) => (
            <StepCard
              key={step.key}
              step={step}
              index={index}
              isDragged={dragged === step.key}
              reason={blocked[step.key]}
              nameError={errors[`${step.key}.name`]}
              componentError={errors[`${step.key}.componentId`]}
            />
          ))}
        </ol>
      </StepsProvider>
      <div className={classes.add}>
        <Button
          ref={addButton}
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={count >= STEP_LIMIT}
          onClick={() => dispatch({ type: 'stepAdded', step: newStep() })}
        >
          Add step
        </Button>
      </div>
    </section>
  )
}
