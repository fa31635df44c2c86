import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { Usage } from '@stepkey/shared/usage'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { describeRevocation, providerOf } from '../consents/providerName.ts'
import { UsageGuardDialog } from './UsageGuardDialog.tsx'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

interface DisconnectCredentialProps {
  component: ComponentDetail
  credential: CredentialSummary
  onClose(): void
}

/** Confirms and disconnects a credential: deletes its grant and revokes it at the provider. */
export function DisconnectCredential({ component, credential, onClose }: DisconnectCredentialProps) {
  const { trpc } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const { id, name } = credential
  const [refusal, setRefusal] = useState<Usage>()

  const disconnect = useMutation(
    trpc.credentials.disconnect.mutationOptions({
      onSuccess: async (result) => {
        if (result.outcome === 'in_use') setRefusal(result)
        else {
          onClose()
          const { isDone, message } = describeRevocation(component, result.revocation)
          notifications.show({
            color: isDone ? 'leaf' : 'amber',
            title: `“${isolated(name)}” was disconnected`,
            message: `Stepkey deleted its tokens. ${message}`,
            ...(result.revocation !== 'revoked' && { autoClose: 20_000 }),
          })
        }
        await credentialsChanged()
      },
    }),
  )

  return (
    <UsageGuardDialog
      credential={credential}
      title={`Disconnect “${isolated(name)}”?`}
      done="disconnected"
      refusal={refusal}
      error={disconnect.error}
      onClose={onClose}
    >
      {() => (
        <Stack gap="md">
          <Text size="sm">
            Stepkey deletes its tokens and asks {providerOf(component)} to revoke the access. You can connect
            the credential again later.
          </Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose} data-autofocus>
              Keep connected
            </Button>
            <BusyButton
              color="red"
              onClick={() => disconnect.mutate({ credentialId: id })}
              isWaiting={disconnect.isPending}
            >
              Disconnect
            </BusyButton>
          </Group>
        </Stack>
      )}
    </UsageGuardDialog>
  )
}
