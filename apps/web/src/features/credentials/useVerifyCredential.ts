import { notifications } from '@mantine/notifications'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

/** Verifies a stored credential; a second call meanwhile is ignored. The status shows the result, a notification an error. */
export function useVerifyCredential({ id, name }: Pick<CredentialSummary, 'id' | 'name'>) {
  const { trpc } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const { mutate, isPending, data } = useMutation(
    trpc.credentials.verify.mutationOptions({
      gcTime: 0,
      onSuccess: credentialsChanged,
      onError: (error) =>
        notifications.show({
          color: 'red',
          title: `“${isolated(name)}” was not verified`,
          message: sentenceOf(error),
        }),
    }),
  )
  return {
    verify: () => isPending || mutate({ credentialId: id }),
    isVerifying: isPending,
    /** The message of the result, for screen readers. */
    message: data?.message,
  }
}
