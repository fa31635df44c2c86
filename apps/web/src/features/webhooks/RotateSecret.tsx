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
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWebhooksChanged } from './useWebhooksChanged.ts'
import { WebhookSecret } from './WebhookSecret.tsx'

interface RotateSecretProps {
  webhook: Webhook
  onClose(): void
}

/** Rotates the secret of a webhook, and shows it once; it exists only in the state of this dialog. */
export function RotateSecret({ webhook, onClose }: RotateSecretProps) {
  const [secret, setSecret] = useState<string>()
  return (
    <Dialog
      title={
        secret
          ? `“${isolated(webhook.name)}” has a new secret`
          : `Rotate the secret of “${isolated(webhook.name)}”?`
      }
      onClose={onClose}
      isPrecious={secret !== undefined}
    >
      {secret ? (
        <WebhookSecret secret={secret} onClose={onClose}>
          Copy the secret now. Stepkey does not show it again. For 24 hours, events are also signed with the
          old secret; replace it before then.
        </WebhookSecret>
      ) : (
        <RotateConfirmation webhook={webhook} onCreated={setSecret} />
      )}
    </Dialog>
  )
}

function RotateConfirmation({ webhook, onCreated }: { webhook: Webhook; onCreated(secret: string): void }) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const webhooksChanged = useWebhooksChanged()
  const { run, isPending, error } = useSecretCall()
  useFormInDialog({ isPending, isChanged: false })

  async function rotate() {
    const result = await run(() =>
      withPassword(() => client.webhooks.rotateSecret.mutate({ webhookId: webhook.id })),
    )
    if (!result) return
    onCreated(result.secret)
    await webhooksChanged()
  }
  return (
    <Stack gap="md">
      <Text size="sm">
        For 24 hours every event is signed with both secrets, so that you can switch without an interruption.
        After that, the old secret no longer works.
      </Text>
      <FormError of={error} />
      <Group justify="flex-end" gap="sm">
        <CancelButton isFirst />
        <BusyButton onClick={rotate} isWaiting={isPending}>
          Rotate secret
        </BusyButton>
      </Group>
    </Stack>
  )
}
