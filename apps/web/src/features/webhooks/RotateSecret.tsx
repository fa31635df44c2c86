import { Group, Stack, Text } from '@mantine/core'
import type { Webhook } from '@stepkey/shared/webhook'
import { useState } from 'react'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { useSecretCall } from '../../api/useSecretCall.ts'
import { CancelButton } from '../../ui/dialog/CancelButton.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useFormInDialog } from '../../ui/dialog/dialogContext.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWebhooksChanged } from './useWebhooksChanged.ts'
import { WebhookSecret } from './WebhookSecret.tsx'

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
        <WebhookSecret secret={secret} onClose={onClose}>
          This is the only time that it is shown. Events are signed with the old one, too, for 24 hours: put
          the new one in its place before that.
        </WebhookSecret>
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
        <CancelButton isFirst>Keep the old one</CancelButton>
        <BusyButton onClick={rotate} isWaiting={isPending}>
          Make a new secret
        </BusyButton>
      </Group>
    </Stack>
  )
}
