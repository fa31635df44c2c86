import { notifications } from '@mantine/notifications'
import { isProof } from '@stepkey/shared/verification'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'

/** Verifies the previous value of a credential, to see whether the provider still accepts the old key. */
export function VerifyValue({ credentialId, generation }: { credentialId: string; generation: number }) {
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  const mayVerify = useMay('verify')
  const verify = useMutation({
    mutationFn: () => client.credentials.verifyValue.mutate({ credentialId, generation }),
    onSuccess: async ({ outcome, message }) => {
      notifications.show(
        outcome === 'rejected'
          ? { color: 'leaf', message: 'The provider no longer accepts the previous value.' }
          : {
              color: 'amber',
              message: isProof(outcome) ? 'The provider still accepts the previous value.' : message,
            },
      )
      await credentialsChanged()
    },
    onError: (error) => notifications.show({ color: 'red', message: sentenceOf(error) }),
  })
  if (!mayVerify) return null
  return (
    <BusyButton
      variant="default"
      size="compact-md"
      fz="sm"
      isWaiting={verify.isPending}
      onClick={() => verify.mutate()}
      aria-label="Verify the previous value"
    >
      Verify
    </BusyButton>
  )
}
