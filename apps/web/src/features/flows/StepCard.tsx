import { Paper, TextInput, VisuallyHidden } from '@mantine/core'
import type { BlockReason } from '@stepkey/shared/flow'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import { memo } from 'react'
import { UnsavedContext } from '../../ui/unsaved/unsavedChanges.ts'
import { useUnsavedPart } from '../../ui/unsaved/useUnsavedPart.ts'
import { useSelectedCredential } from '../credential-picker/useSelectedCredential.ts'
import { BlockedStep } from './BlockedStep.tsx'
import { ComponentSelect } from './ComponentSelect.tsx'
import type { DraftStep } from './flowDraft.ts'
import { StepActions } from './StepActions.tsx'
import { StepCredential } from './StepCredential.tsx'
import classes from './StepList.module.css'
import { useSteps } from './stepsContext.ts'

interface StepCardProps {
  step: DraftStep
  index: number
  isDragged: boolean
  /** Why the step blocks the activation of its flow. */
  reason: BlockReason | undefined
  nameError: string | undefined
  componentError: string | undefined
}

/** Edits one step of a flow. */
export const StepCard = memo(function StepCard(props: StepCardProps) {
  const { step, index, isDragged, reason, nameError, componentError } = props
  const { dispatch } = useSteps()
  const selected = useSelectedCredential(step)
  // Unsaved input of the credential form in this step.
  const { unsaved, mayBeDiscarded } = useUnsavedPart()
  const title = step.name || 'Unnamed step'
  const isReady = selected.state === 'found' && selected.ready
  const isComplete = isReady && step.name.trim() !== '' && step.componentId !== null
  const isFixed = isReady && (reason === 'failing' || reason === 'unverified')

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
        {reason && !isFixed && (
          <BlockedStep
            reason={reason}
            wasDeleted={step.wasDeleted ?? false}
            needsReconnect={selected.state === 'found' && selected.credential.status === 'reconnect'}
          />
        )}
        <div className={classes.fields}>
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
          <StepActions step={step} title={title} index={index} mayBeDiscarded={mayBeDiscarded} />
        </div>
        <UnsavedContext value={unsaved}>
          <StepCredential step={step} title={title} />
        </UnsavedContext>
      </Paper>
    </li>
  )
})
