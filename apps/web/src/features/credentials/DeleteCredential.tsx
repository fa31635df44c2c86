import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { Usage } from '@stepkey/shared/usage'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { describeRevocation } from '../consents/providerName.ts'
import { FlowLinks } from './FlowLinks.tsx'
import { UsageGuardDialog } from './UsageGuardDialog.tsx'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

interface DeleteCredentialProps {
  component: ComponentDetail
  credential: CredentialSummary
  onClose(): void
  /** Leaves a page that needs the credential, before its data is reloaded. */
  onDeleted?(): unknown
}

/** Confirms and deletes a credential; refused while active flows use it. */
export function DeleteCredential({ component, credential, onClose, onDeleted }: DeleteCredentialProps) {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const credentialsChanged = useCredentialsChanged()
  const { id, name } = credential
  const [refusal, setRefusal] = useState<Usage>()

  const remove = useMutation(
    trpc.credentials.remove.mutationOptions({
      onSuccess: async (result) => {
        if (result.outcome === 'in_use') setRefusal(result)
        else {
          onClose()
          await onDeleted?.()
          // A refetch of the deleted credential would fail.
          queryClient.removeQueries(trpc.credentials.usage.queryFilter({ credentialId: id }))
          queryClient.removeQueries(trpc.credentials.get.queryFilter({ credentialId: id }))
          queryClient.removeQueries(trpc.credentials.receipts.queryFilter({ credentialId: id }))
          const { revocation } = result
          const revoked = revocation && describeRevocation(component, revocation)
          notifications.show({
            color: revoked?.isDone === false ? 'amber' : 'leaf',
            title: `“${isolated(name)}” was deleted`,
            message: ['Its values were deleted permanently.', revoked?.message].filter(Boolean).join(' '),
            ...(revoked && revocation !== 'revoked' && { autoClose: 20_000 }),
          })
        }
        await credentialsChanged()
      },
    }),
  )

  return (
    <UsageGuardDialog
      credential={credential}
      title={`Delete “${isolated(name)}”?`}
      done="deleted"
      refusal={refusal}
      error={remove.error}
      onClose={onClose}
    >
      {(usage) => (
        <Confirmation
          usage={usage}
          deleting={remove.isPending}
          onDelete={() => remove.mutate({ credentialId: id })}
          onClose={onClose}
        />
      )}
    </UsageGuardDialog>
  )
}

interface ConfirmationProps {
  usage: Usage
  deleting: boolean
  onDelete(): void
  onClose(): void
}

function Confirmation({ usage, deleting, onDelete, onClose }: ConfirmationProps) {
  return (
    <Stack gap="md">
      {usage.flows.length > 0 ? (
        <>
          <Text size="sm">
            No active flow uses it. These steps of inactive flows will be left without a credential:
          </Text>
          <FlowLinks {...usage} />
        </>
      ) : (
        <Text size="sm">No flow uses it. Its values can’t be restored.</Text>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <BusyButton color="red" onClick={onDelete} isWaiting={deleting}>
          Delete
        </BusyButton>
      </Group>
    </Stack>
  )
}
