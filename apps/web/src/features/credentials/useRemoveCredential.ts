import { notifications } from '@mantine/notifications'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { Usage } from '@stepkey/shared/usage'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { describeRevocation } from '../consents/providerName.ts'
import { type Deletable, isKeptAfterDeletion } from './deletionTexts.ts'
import { useCredentialsChanged } from './useCredentialsChanged.ts'
import { keptDaysQuery } from './useKeptDays.ts'
import { useUndoDeletion } from './useUndoDeletion.tsx'

interface RemoveOptions {
  component: ComponentDetail
  credential: Deletable
  onInUse(usage: Usage): void
  /** Called when active flows got the credential recently: the user must confirm the deletion again. */
  onRecentlyIssued(usage: Usage): void
  onClose(): void
  /** Leaves a page that needs the credential, before its data is reloaded. */
  onDeleted?(): unknown
}

/** Deletes a credential, says so, and offers to undo it if that is possible. */
export function useRemoveCredential({
  component,
  credential,
  onInUse,
  onRecentlyIssued,
  onClose,
  onDeleted,
}: RemoveOptions) {
  const { trpc } = useApi()
  const queryClient = useQueryClient()
  const credentialsChanged = useCredentialsChanged()
  const offerUndo = useUndoDeletion()
  const { id: credentialId, name } = credential
  return useMutation(
    trpc.credentials.remove.mutationOptions({
      onSuccess: async (result, { revoke }) => {
        if (result.outcome === 'in_use') onInUse(result)
        else if (result.outcome === 'recently_issued') onRecentlyIssued(result)
        else {
          onClose()
          await onDeleted?.()
          // A refetch for the deleted credential would fail.
          queryClient.removeQueries(trpc.credentials.usage.queryFilter({ credentialId }))
          queryClient.removeQueries(trpc.credentials.get.queryFilter({ credentialId }))
          queryClient.removeQueries(trpc.credentials.receipts.queryFilter({ credentialId }))
          queryClient.removeQueries(trpc.credentials.values.queryFilter({ credentialId }))
          const keptDays = await queryClient.ensureQueryData(keptDaysQuery(trpc)).then(
            (page) => page.keptDays,
            () => undefined,
          )
          if (keptDays !== undefined && !revoke && isKeptAfterDeletion(credential, keptDays)) {
            offerUndo(credential, keptDays)
          } else {
            const { revocation } = result
            const revoked = revocation && describeRevocation(component, revocation, revoke ? 'key' : 'access')
            const isErased = revoke || credential.grant !== null || keptDays === 0
            notifications.show({
              color: revoked?.isDone === false ? 'amber' : 'leaf',
              title: `“${isolated(name)}” was deleted`,
              message: [isErased && 'Its values were deleted permanently.', revoked?.message]
                .filter(Boolean)
                .join(' '),
              ...(revoked && revocation !== 'revoked' && { autoClose: 20_000 }),
            })
          }
        }
        await credentialsChanged()
      },
    }),
  )
}
