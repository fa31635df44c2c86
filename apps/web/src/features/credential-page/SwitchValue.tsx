import { notifications } from '@mantine/notifications'
import type { Verification } from '@stepkey/shared/verification'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { VerificationPanel } from '../credentials/VerificationPanel.tsx'
import type { ValueDialogProps } from './DiscardValue.tsx'

const texts = {
  promote: { title: 'Promote the new value?', confirm: 'Promote', done: 'The new value is in use now.' },
  restore: {
    title: 'Restore the previous value?',
    confirm: 'Restore',
    done: 'The previous value is in use again.',
  },
}

/** Confirms and makes a value the current one. It is verified first; if that fails, the dialog says why. */
export function SwitchValue({
  credential,
  value,
  action,
  onClose,
}: ValueDialogProps & { action: 'promote' | 'restore' }) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const [refusal, setRefusal] = useState<Verification | 'stale'>()
  const { title, confirm, done } = texts[action]
  const { id: credentialId, activeFlowCount } = credential

  async function change() {
    const result =
      action === 'promote'
        ? await client.credentials.promote.mutate({ credentialId, generation: value.generation })
        : await client.credentials.restore.mutate({ credentialId })
    if (result.outcome === 'not_saved') setRefusal(result.verification)
    if (result.outcome === 'stale') setRefusal('stale')
    const isDone = result.outcome === 'promoted' || result.outcome === 'restored'
    // A value that the target rejects is shown as failing.
    if (!isDone) void credentialsChanged()
    return isDone
  }

  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      isHarmless
      inputs={
        refusal === 'stale' ? (
          <ErrorText>The credential was changed in the meantime. Check its values, then try again.</ErrorText>
        ) : (
          refusal && <VerificationPanel verification={refusal} notSaved={false} />
        )
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
      {action === 'promote'
        ? 'The current value is kept as the previous one, so that you can restore it.'
        : 'The current value is kept as the previous one if it works. A new value that was not promoted is erased.'}
    </ConfirmDialog>
  )
}
