import { Paper, TextInput, VisuallyHidden } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/components'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import type { PointerEvent } from 'react'
import { useChosenCredential } from '../credentials/useChosenCredential.ts'
import { BlockedStep } from './BlockedStep.tsx'
import { ComponentSelect } from './ComponentSelect.tsx'
import type { DraftStep } from './draft.ts'
import { stepName } from './draft.ts'
import { StepActions } from './StepActions.tsx'
import { StepCredential } from './StepCredential.tsx'
import classes from './StepList.module.css'
import type { FlowEditing } from './useFlowEditor.ts'

interface StepCardProps {
  step: DraftStep
  index: number
  editing: FlowEditing
  isActive: boolean
  components: readonly ComponentSummary[]
  isDragged: boolean
  onGrab(event: PointerEvent): void
  onMove(to: number): void
  onRemove(): void
}

export function StepCard({
  step,
  index,
  editing,
  isActive,
  components,
  isDragged,
  ...actions
}: StepCardProps) {
  const { draft, errors, blocked, dispatch } = editing
  const chosen = useChosenCredential(step.credentialId)
  const title = step.name || 'Unnamed step'
  const isReady = chosen.state === 'found' && chosen.ready
  const isComplete = isReady && step.name.trim() !== '' && step.componentId !== null
  const reason = blocked[step.key]
  const isMended = isReady && (reason === 'failing' || reason === 'unverified')

  function chooseComponent({ id, title }: ComponentSummary) {
    const others = draft.steps.filter(({ key }) => key !== step.key)
    const before = components.find(({ id }) => id === step.componentId)
    const isOurs = step.name === '' || (before && step.name === stepName(before.title, others))
    dispatch({
      type: 'stepChanged',
      key: step.key,
      change: { componentId: id, credentialId: null, ...(isOurs && { name: stepName(title, others) }) },
    })
  }

  return (
    <li className={classes.step} data-step={step.key} data-dragged={isDragged || undefined}>
      <div className={classes.number} data-complete={isComplete || undefined} aria-hidden>
        {index + 1}
      </div>
      <Paper
        withBorder
        radius="lg"
        role="group"
        aria-label={`Step ${index + 1}: ${title}`}
        className={classes.card}
      >
        <VisuallyHidden>{isComplete ? 'Complete' : 'Not complete yet'}</VisuallyHidden>
        {reason && !isMended && <BlockedStep reason={reason} isBereft={step.isBereft ?? false} />}
        <div className={classes.fields}>
          <ComponentSelect
            components={components}
            value={step.componentId}
            onChoose={chooseComponent}
            error={errors[`${step.key}.componentId`]}
            autoFocus={step.id === undefined && step.componentId === null}
          />
          <TextInput
            label="Name"
            placeholder="What happens here"
            value={step.name}
            onChange={(event) =>
              dispatch({ type: 'stepChanged', key: step.key, change: { name: event.currentTarget.value } })
            }
            error={errors[`${step.key}.name`]}
            required
            withAsterisk={false}
            maxLength={NAME_LIMIT}
            autoComplete="off"
            flex={1}
          />
          <StepActions {...actions} title={title} index={index} count={draft.steps.length} />
        </div>
        <StepCredential
          step={step}
          title={title}
          editing={editing}
          components={components}
          isActive={isActive}
        />
      </Paper>
    </li>
  )
}
