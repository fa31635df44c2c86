import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { isProof } from '@stepkey/shared/verification'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from './useCredentialsChanged.ts'

/** Verifies a stored credential. Renders nothing for users who may not verify. */
export function VerifyButton({ credential: { id, name } }: { credential: CredentialSummary }) {
  const { trpc } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const mayVerify = useMay('verify')
  const verify = useMutation(
    trpc.credentials.verify.mutationOptions({
      onSuccess: async ({ outcome, message, advice }) => {
        notifications.show({
          color: isProof(outcome) ? 'leaf' : 'amber',
          title: isProof(outcome)
            ? `“${isolated(name)}” was verified`
            : `“${isolated(name)}” was not verified`,
          message: advice ? `${message} ${advice}` : message,
        })
        await credentialsChanged()
      },
      onError: (error) =>
        notifications.show({
          color: 'red',
          title: `“${isolated(name)}” was not verified`,
          message: sentenceOf(error),
        }),
    }),
  )
  if (!mayVerify) return null
  return (
    <Anchor
      component="button"
      size="sm"
      mih={24}
      onClick={() => verify.isPending || verify.mutate({ credentialId: id })}
      aria-disabled={verify.isPending}
      aria-label={verify.isPending ? `Verifying… ${name}` : `Verify now: ${name}`}
    >
      {verify.isPending ? 'Verifying…' : 'Verify now'}
    </Anchor>
  )
}
