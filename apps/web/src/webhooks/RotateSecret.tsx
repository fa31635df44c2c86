import { Group, Stack, Text } from '@mantine/core'
import type { Webhook } from '@stepkey/shared/webhook'
import { useState } from 'react'
import { usePasswordGate } from '../accounts/passwordGate.ts'
import { useApi } from '../api.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useFormInDialog } from '../ui/inDialog.ts'
import { WaitingButton } from '../ui/WaitingButton.tsx'
import { WayOut } from '../ui/WayOut.tsx'
import { useSecretCall } from '../useSecretCall.ts'
import { SecretReady } from './SecretReady.tsx'
import { useWebhooksChanged } from './useWebhooksChanged.ts'

interface RotateSecretProps {
  webhook: Webhook
  onClose(): void
}

/** Makes a new secret and shows it, once: it lives in this dialog and goes with it. */
export function RotateSecret({ webhook, onClose }: RotateSecretProps) {
  const [secret, setSecret] = useState<string>()
  return (
    <Dialog
      title={secret ? `“${webhook.name}” has a new secret` : `Make a new secret for “${webhook.name}”?`}
      onClose={onClose}
      isPrecious={secret !== undefined}
    >
      {secret ? (
        <SecretReady secret={secret} onClose={onClose}>
          This is the only time that it is shown. Events are signed with the old one, too, for 24 hours: put
          the new one in its place before that.
        </SecretReady>
      ) : (
        <AskFirst webhook={webhook} onMade={setSecret} />
      )}
    </Dialog>
  )
}

function AskFirst({ webhook, onMade }: { webhook: Webhook; onMade(secret: string): void }) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const webhooksChanged = useWebhooksChanged()
  const { run, isPending, error } = useSecretCall()
  useFormInDialog({ isPending, isChanged: false })

  async function rotate() {
    const answer = await run(() =>
      withPassword(() => client.webhooks.rotateSecret.mutate({ webhookId: webhook.id })),
    )
    if (!answer) return
    onMade(answer.secret)
    await webhooksChanged()
  }
  return (
    <Stack gap="md">
      <Text size="sm">
        For 24 hours every event is signed with both, so that you can change over in your own time. After that
        the old one is worth nothing.
      </Text>
      <FormError of={error} />
      <Group justify="flex-end" gap="sm">
        <WayOut isFirst>Keep the old one</WayOut>
        <WaitingButton onClick={rotate} isWaiting={isPending}>
          Make a new secret
        </WaitingButton>
      </Group>
    </Stack>
  )
}
