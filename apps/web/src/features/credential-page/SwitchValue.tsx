import { notifications } from '@mantine/notifications'
import { isInconclusive, isProof, type Verification } from '@stepkey/shared/verification'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { type BrokenStep, BrokenSteps, brokenStepsOf } from '../credentials/BrokenSteps.tsx'
import { inDays } from '../credentials/deletionTexts.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { VerificationPanel } from '../credentials/VerificationPanel.tsx'
import { useRevokeChoice } from '../revocations/useRevokeChoice.tsx'
import type { ValueDialogProps } from './DiscardValue.tsx'

const texts = {
  promote: {
    title: 'Promote the new value?',
    confirm: 'Promote',
    done: 'The new value is in use now.',
    advice: 'The current value stays in use. Rotate again with a value that the provider accepts.',
  },
  restore: {
    title: 'Restore the previous value?',
    confirm: 'Restore',
    done: 'The previous value is in use again.',
    advice: 'The current value stays in use.',
  },
}

interface SwitchValueProps extends ValueDialogProps {
  action: 'promote' | 'restore'
  /** For how many days the current value can be restored afterwards. */
  keptDays: number
}

/** Confirms and makes a value the current one. It is verified first; if that fails, the dialog says why. */
export function SwitchValue({ credential, value, action, keptDays, onClose }: SwitchValueProps) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const [refusal, setRefusal] = useState<Verification | 'stale'>()
  const [broken, setBroken] = useState<BrokenStep[]>([])
  const { choice, isRevoked } = useRevokeChoice(credential, {
    label: (provider) => `Revoke the old key at ${provider} when Stepkey erases it`,
  })
  const { title, confirm, done, advice } = texts[action]
  const { id: credentialId, activeFlowCount } = credential

  async function change() {
    if (activeFlowCount > 0 && broken.length === 0 && (await breaksSteps())) return false
    const result =
      action === 'promote'
        ? await client.credentials.promote.mutate({
            credentialId,
            generation: value.generation,
            ...(isRevoked && { revoke: true }),
          })
        : await client.credentials.restore.mutate({ credentialId })
    if (result.outcome === 'not_saved') setRefusal(result.verification)
    if (result.outcome === 'stale') setRefusal('stale')
    const isDone = result.outcome === 'promoted' || result.outcome === 'restored'
    // A value that the target rejects is shown as failing.
    if (!isDone) void credentialsChanged()
    return isDone
  }

  /** Finds the steps that the value would break, so that the dialog shows them before it becomes current. */
  async function breaksSteps(): Promise<boolean> {
    const { generation } = value
    const impact = await client.credentials.impact.mutate({ credentialId, generation })
    const isVerified = impact.verification && isProof(impact.verification.outcome)
    // Otherwise the change itself says why.
    const steps = isVerified ? brokenStepsOf(impact) : []
    setBroken(steps)
    return steps.length > 0
  }

  return (
    <ConfirmDialog
      title={title}
      confirm={broken.length > 0 ? `${confirm} anyway` : confirm}
      isHarmless
      inputs={
        <>
          {action === 'promote' && choice}
          {(broken.length > 0 || refusal) && <Findings broken={broken} refusal={refusal} advice={advice} />}
        </>
      }
      onConfirm={change}
      onClose={onClose}
      onDone={() => {
        notifications.show({ color: 'leaf', message: done })
        void credentialsChanged()
      }}
    >
      {activeFlowCount === 0
        ? 'It is verified once more first.'
        : `It is verified once more, then ${activeFlowCount === 1 ? 'the active flow that uses' : `the ${activeFlowCount} active flows that use`} the credential get it.`}{' '}
      {keptDays > 0
        ? `The current value can be restored for ${inDays(keptDays)}.`
        : 'The current value is erased and can’t be restored.'}
      {action === 'restore' && ' A new value that was not promoted is erased.'}
    </ConfirmDialog>
  )
}

interface FindingsProps {
  broken: readonly BrokenStep[]
  refusal: Verification | 'stale' | undefined
  /** What to do if the value is rejected, because it can’t be changed here. */
  advice: string
}

/** Says why the value is not in use yet. */
function Findings({ broken, refusal, advice }: FindingsProps) {
  if (refusal === 'stale') {
    return (
      <ErrorText>The credential was changed in the meantime. Check its values, then try again.</ErrorText>
    )
  }
  return (
    <>
      {broken.length > 0 && <BrokenSteps steps={broken} />}
      {refusal && (
        <VerificationPanel
          verification={isInconclusive(refusal.outcome) ? refusal : { ...refusal, advice }}
          notSaved={false}
        />
      )}
    </>
  )
}
