import { Paper, TextInput, VisuallyHidden } from '@mantine/core'
import type { BlockReason } from '@stepkey/shared/flow'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import { IconChevronUp } from '@tabler/icons-react'
import { memo, useId } from 'react'
import { UnsavedContext } from '../../ui/unsaved/unsavedChanges.ts'
import { useUnsavedPart } from '../../ui/unsaved/useUnsavedPart.ts'
import { useSelectedCredential } from '../credential-picker/useSelectedCredential.ts'
import { BlockedStep } from './BlockedStep.tsx'
import { ComponentSelect } from './ComponentSelect.tsx'
import type { DraftStep } from './flowDraft.ts'
import { StepAction } from './StepAction.tsx'
import { StepActions } from './StepActions.tsx'
import { StepCredential } from './StepCredential.tsx'
import classes from './StepList.module.css'
import { StepSummary } from './StepSummary.tsx'
import { useSteps } from './stepsContext.ts'

interface StepCardProps {
  step: DraftStep
  index: number
  isOpen: boolean
  isDragged: boolean
  /** Why the step blocks the activation of its flow. */
  reason: BlockReason | undefined
  nameError: string | undefined
  componentError: string | undefined
}

/** Shows one step of a flow in a line, or opened for editing. */
export const StepCard = memo(function StepCard(props: StepCardProps) {
  const { step, index, isOpen, isDragged } = props
  const selected = useSelectedCredential(step)
  const title = step.name || 'Unnamed step'
  const isReady = step.binding === 'owner' || (selected.state === 'found' && selected.ready)
  const isComplete = isReady && step.name.trim() !== '' && step.componentId !== null
  const id = useId()
  return (
    <li className={classes.step} data-step={step.key} data-dragged={isDragged || undefined}>
      <div className={classes.number} data-complete={isComplete || undefined} aria-hidden>
        {index + 1}
      </div>
      <Paper
        withBorder
        radius="lg"
        role="group"
        tabIndex={-1}
        aria-label={`Step ${index + 1}: ${title}`}
        className={classes.card}
        data-open={isOpen || undefined}
      >
        <VisuallyHidden>{isComplete ? 'Complete' : 'Not complete yet'}</VisuallyHidden>
        {isOpen ? (
          <OpenStep {...props} title={title} id={id} selected={selected} />
        ) : (
          <div className={classes.closed}>
            <StepSummary step={step} title={title} selected={selected} />
            <StepActions step={step} title={title} index={index} />
          </div>
        )}
      </Paper>
    </li>
  )
})

interface OpenStepProps extends StepCardProps {
  title: string
  id: string
  selected: ReturnType<typeof useSelectedCredential>
}

function OpenStep({ step, index, reason, nameError, componentError, title, id, selected }: OpenStepProps) {
  const { dispatch, toggle } = useSteps()
  // Unsaved input of the credential form in this step.
  const { unsaved, mayBeDiscarded } = useUnsavedPart()
  const isReady = selected.state === 'found' && selected.ready
  const isFixed = isReady && (reason === 'failing' || reason === 'unverified')
  return (
    <>
      {reason && !isFixed && (
        <BlockedStep
          reason={reason}
          wasDeleted={step.wasDeleted ?? false}
          needsReconnect={selected.state === 'found' && selected.credential.status === 'reconnect'}
        />
      )}
      <div className={classes.fields} id={id}>
        <ComponentSelect step={step} error={componentError} mayBeDiscarded={mayBeDiscarded} />
        <TextInput
          label="Name"
          placeholder="What this step does"
          value={step.name}
          onChange={(event) =>
            dispatch({ type: 'stepChanged', key: step.key, change: { name: event.currentTarget.value } })
          }
          error={nameError}
          required
          withAsterisk={false}
          maxLength={NAME_LIMIT}
          autoComplete="off"
          flex={1}
        />
        <StepActions step={step} title={title} index={index} mayBeDiscarded={mayBeDiscarded}>
          <StepAction
            label={`Collapse ${title}`}
            aria-expanded
            aria-controls={id}
            onClick={async () => {
              if (await mayBeDiscarded()) toggle(step.key, false)
            }}
          >
            <IconChevronUp size={16} aria-hidden />
          </StepAction>
        </StepActions>
      </div>
      <UnsavedContext value={unsaved}>
        <StepCredential step={step} title={title} mayBeDiscarded={mayBeDiscarded} />
      </UnsavedContext>
    </>
  )
}
