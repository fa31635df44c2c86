import type { StepBinding } from '@stepkey/shared/flow'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import type { DraftStep } from './flowDraft.ts'
import { useSteps } from './stepsContext.ts'

interface BindingChoiceProps {
  step: DraftStep
  /** Asks for confirmation before unsaved input in the step is discarded. */
  mayBeDiscarded(): Promise<boolean>
}

const options = [
  { value: 'credential', label: 'One credential' },
  { value: 'owner', label: 'The customer’s credential' },
] satisfies { value: StepBinding; label: string }[]

/** Chooses whether all runs get the same credential, or each run that of its customer. */
export function BindingChoice({ step, mayBeDiscarded }: BindingChoiceProps) {
  const { dispatch } = useSteps()
  const isOfOwner = step.binding === 'owner'
  return (
    <SegmentedChoice
      label="Runs with"
      options={options}
      value={step.binding}
      onChange={async (value) => {
        if (!(await mayBeDiscarded())) return
        const binding: StepBinding = value === 'owner' ? 'owner' : 'credential'
        const change = { binding, credentialId: null, methods: undefined }
        dispatch({ type: 'stepChanged', key: step.key, change })
      }}
      help={
        isOfOwner &&
        'Your flow engine names the customer, the owner of the credential, at each run. The step then gets this customer’s credential.'
      }
    />
  )
}
