import { notifications } from '@mantine/notifications'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { Usage } from '@stepkey/shared/usage'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { describeRevocation } from '../consents/providerName.ts'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

interface RemoveOptions {
  component: ComponentDetail
  credential: Pick<CredentialSummary, 'id' | 'name'>
  onInUse(usage: Usage): void
  onClose(): void
  /** Leaves a page that needs the credential, before its data is reloaded. */
  onDeleted?(): unknown
}

/** Deletes a credential, and says so. */
export function useRemoveCredential({ component, credential, onInUse, onClose, onDeleted }: RemoveOptions) {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const credentialsChanged = useCredentialsChanged()
  const { id: credentialId, name } = credential
  return useMutation(
    trpc.credentials.remove.mutationOptions({
      onSuccess: async (result) => {
        if (result.outcome === 'in_use') onInUse(result)
        else {
          onClose()
          await onDeleted?.()
          // A refetch for the deleted credential would fail.
          queryClient.removeQueries(trpc.credentials.usage.queryFilter({ credentialId }))
          queryClient.removeQueries(trpc.credentials.get.queryFilter({ credentialId }))
          queryClient.removeQueries(trpc.credentials.receipts.queryFilter({ credentialId }))
          queryClient.removeQueries(trpc.credentials.values.queryFilter({ credentialId }))
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
}
