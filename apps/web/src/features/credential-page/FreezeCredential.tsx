import { notifications } from '@mantine/notifications'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { isInconclusive, type Verification } from '@stepkey/shared/verification'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { VerificationPanel } from '../credentials/VerificationPanel.tsx'

interface FreezeProps {
  credential: CredentialSummary
  onClose(): void
}

/** Confirms and freezes a credential. */
export function FreezeCredential({ credential: { id, name, activeFlowCount }, onClose }: FreezeProps) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  return (
    <ConfirmDialog
      title={`Freeze “${isolated(name)}”?`}
      confirm="Freeze"
      onConfirm={() => client.credentials.freeze.mutate({ credentialId: id })}
      onClose={onClose}
      onDone={() => {
        notifications.show({ color: 'amber', message: `“${isolated(name)}” is frozen. Nothing is issued.` })
        void credentialsChanged()
      }}
    >
      Nothing is issued until you unfreeze it.{' '}
      {activeFlowCount > 0 &&
        `${activeFlowCount === 1 ? 'The active flow that uses it stays' : `The ${activeFlowCount} active flows that use it stay`} active, but can’t sign in. `}
      Its key at the provider stays valid.
    </ConfirmDialog>
  )
}

/** A rejected value can’t be changed in the dialog. */
const withAdvice = (refusal: Verification): Verification =>
  isInconclusive(refusal.outcome)
    ? refusal
    : { ...refusal, advice: 'It stays frozen. Enter a new value on its page, then unfreeze it.' }

/** Confirms and unfreezes a credential. It stays frozen if the target rejects it. */
export function UnfreezeCredential({ credential: { id, name }, onClose }: FreezeProps) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const [refusal, setRefusal] = useState<Verification>()
  return (
    <ConfirmDialog
      title={`Unfreeze “${isolated(name)}”?`}
      confirm="Unfreeze"
      isHarmless
      inputs={refusal && <VerificationPanel verification={withAdvice(refusal)} notSaved={false} />}
      onConfirm={async () => {
        const result = await client.credentials.unfreeze.mutate({ credentialId: id })
        if (result.outcome === 'active') return true
        setRefusal(result.verification)
        void credentialsChanged()
        return false
      }}
      onClose={onClose}
      onDone={() => {
        notifications.show({ color: 'leaf', message: `“${isolated(name)}” is issued again.` })
        void credentialsChanged()
      }}
    >
      It is verified first. If the provider accepts it, flows get it again.
    </ConfirmDialog>
  )
}
