import { Button, Text, VisuallyHidden } from '@mantine/core'
import { STEP_LIMIT } from '@stepkey/shared/flow'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useApi } from '../../workspace/useApi.ts'
import { credentialIdsOf, FlowCredentialsProvider } from '../credential-picker/useFlowCredentials.ts'
import { type DraftStep, newStep } from './flowDraft.ts'
import { StepCard } from './StepCard.tsx'
import classes from './StepList.module.css'
import { StepProblems } from './StepProblems.tsx'
import { StepsProvider } from './stepsContext.ts'
import type { FlowEditing } from './useFlowEditor.ts'
import { useOpenSteps } from './useOpenSteps.ts'
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

  const { isOpen, toggle } = useOpenSteps(steps)
  const usedIds = credentialIdsOf(steps).join(' ')
  const context = useMemo(
    () => ({
      base,
      isActive,
      components: components ?? [],
      inFlow: usedIds.split(' ').filter(Boolean),
      count,
      dispatch,
      grab,
      move,
      remove,
      toggle,
    }),
    [base, isActive, components, usedIds, count, dispatch, grab, move, remove, toggle],
  )

  const hasProblem = ({ key }: DraftStep) =>
    key in blocked || Object.keys(errors).some((path) => path.startsWith(`${key}.`))

  return (
    <section aria-label="Steps">
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      {count === 0 && (
        <Text c="dimmed" mb="md">
          A flow consists of steps that run from top to bottom. Each step works with one component.
        </Text>
      )}
      <FlowCredentialsProvider value={context.inFlow}>
        <StepProblems
          steps={steps}
          isActive={isActive}
          blocked={blocked}
          advice="The flow stays active. Fix the credentials, or choose other ones and save the flow."
          onJump={(key) => toggle(key, true)}
        />
        <StepsProvider value={context}>
          <ol ref={list} className={classes.steps} data-dragging={dragged !== undefined || undefined}>
            {steps.map((step, index) => (
              <StepCard
                key={step.key}
                step={step}
                index={index}
                isOpen={isOpen(step) || hasProblem(step)}
                isDragged={dragged === step.key}
                reason={blocked[step.key]}
                nameError={errors[`${step.key}.name`]}
                componentError={errors[`${step.key}.componentId`]}
              />
            ))}
          </ol>
        </StepsProvider>
      </FlowCredentialsProvider>
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
