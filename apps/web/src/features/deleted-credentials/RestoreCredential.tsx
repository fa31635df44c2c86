import { Checkbox, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { DeletedCredential } from '@stepkey/shared/deleted-credential'
import { NAME_LIMIT } from '@stepkey/shared/inputs'
import { isInconclusive, type Verification } from '@stepkey/shared/verification'
import { useRef, useState } from 'react'
import { fieldErrorsOf } from '../../api/api.ts'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { TextLink } from '../../ui/layout/links.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { savedMessage } from '../credentials/notifySaved.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { VerificationPanel } from '../credentials/VerificationPanel.tsx'

interface RestoreCredentialProps {
  credential: DeletedCredential
  onClose(): void
}

/** Confirms and restores a deleted credential. It is verified first; if that fails, the dialog says what to do. */
export function RestoreCredential({ credential, onClose }: RestoreCredentialProps) {
  const { id: credentialId, name: oldName, isFrozen } = credential
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const [name, setName] = useState(oldName)
  const [nameError, setNameError] = useState<string>()
  const [refusal, setRefusal] = useState<Verification>()
  const [allowUnverified, setAllowUnverified] = useState(false)
  const nameInput = useRef<HTMLInputElement>(null)
  const mayBeUnverified = refusal !== undefined && isInconclusive(refusal.outcome)

  async function restore() {
    setNameError(undefined)
    try {
      const result = await client.deletedCredentials.restore.mutate({
        credentialId,
        ...(name.trim() !== oldName && { name }),
        ...(mayBeUnverified && allowUnverified && { allowUnverified }),
      })
      setRefusal(result.outcome === 'not_saved' ? result.verification : undefined)
      if (result.outcome === 'not_saved') return false
      notifications.show({
        color: result.credential.status === 'verified' ? 'leaf' : 'amber',
        title: `“${isolated(result.credential.name)}” was restored`,
        message: savedMessage(result.credential),
      })
    } catch (error) {
      const problem = fieldErrorsOf(error).find(({ path }) => path === 'name')
      if (!problem) throw error
      setNameError(problem.message)
      nameInput.current?.focus()
      return false
    }
  }

  return (
    <ConfirmDialog
      title={`Restore “${isolated(oldName)}”?`}
      confirm="Restore"
      isHarmless
      inputs={
        <Stack gap="md">
          <TextInput
            ref={nameInput}
            label="Name"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={nameError}
            maxLength={NAME_LIMIT}
            data-autofocus
          />
          {refusal && <Refusal credential={credential} verification={refusal} />}
          {mayBeUnverified && (
            <Checkbox
              label="Restore without verifying"
              checked={allowUnverified}
              onChange={({ currentTarget }) => setAllowUnverified(currentTarget.checked)}
            />
          )}
        </Stack>
      }
      onConfirm={restore}
      onClose={onClose}
      onDone={() => void credentialsChanged()}
    >
      Its values are verified first. Steps of flows that lost it stay without a credential.
      {isFrozen && ' It was frozen, and still is when it is restored.'}
    </ConfirmDialog>
  )
}

interface RefusalProps {
  credential: DeletedCredential
  verification: Verification
}

/** Says why the credential was not restored. The advice for values does not help, because they can't be changed here. */
function Refusal({ credential: { componentId }, verification }: RefusalProps) {
  const workspace = useWorkspaceId()
  const { advice: _, ...finding } = verification
  return (
    <Stack gap="xs">
      <VerificationPanel verification={finding} notSaved={false} />
      {!isInconclusive(verification.outcome) && (
        <TextLink
          to="/w/$workspace/credentials/$component/new"
          params={{ workspace, component: componentId }}
          size="sm"
        >
          Create a new credential instead
        </TextLink>
      )}
    </Stack>
  )
}
