import { Button, Group, Stack, Text } from '@mantine/core'
import type { Webhook } from '@stepkey/shared/webhook'
import { useState } from 'react'
import { usePasswordGate } from '../accounts/passwordGate.ts'
import { useApi } from '../api.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSecretCall } from '../useSecretCall.ts'
import { SecretReady } from './SecretReady.tsx'
import { useWebhooksChanged } from './useWebhooksChanged.ts'

/** Makes a new secret and shows it, once. */
export function RotateSecret({ webhook, onClose }: { webhook: Webhook; onClose(): void }) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const webhooksChanged = useWebhooksChanged()
  const { run, isPending, error } = useSecretCall()
  const [secret, setSecret] = useState<string>()
  if (secret) {
    return (
      <Dialog title={`“${webhook.name}” has a new secret`} onClose={onClose} isPrecious>
        <SecretReady secret={secret} onClose={onClose}>
          This is the only time that it is shown. Events are signed with the old one, too, for 24 hours: put
          the new one in its place before that.
        </SecretReady>
      </Dialog>
    )
  }
  async function rotate() {
    const answer = await run(() =>
      withPassword(() => client.webhooks.rotateSecret.mutate({ webhookId: webhook.id })),
    )
    if (!answer) return
    setSecret(answer.secret)
    await webhooksChanged()
  }
  return (
    <Dialog title={`Make a new secret for “${webhook.name}”?`} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">
          For 24 hours every event is signed with both, so that you can change over in your own time. After
          that the old one is worth nothing.
        </Text>
        <FormError of={error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep the old one
          </Button>
          <Button onClick={rotate} loading={isPending}>
            Make a new secret
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
