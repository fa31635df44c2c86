import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Webhook } from '@stepkey/shared/webhook'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { EditWebhook } from './EditWebhook.tsx'
import { RotateSecret } from './RotateSecret.tsx'
import { useWebhooksChanged } from './useWebhooksChanged.ts'

type Action = 'edit' | 'rotate' | 'disable' | 'delete'

/** Shows the actions on a webhook. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const { trpc, client } = useApi()
  const workspace = useWorkspaceId()
  const navigate = useNavigate()
  const webhooksChanged = useWebhooksChanged()
  const [action, setAction] = useState<Action>()
  const { id: webhookId, name, isEnabled } = webhook
  const close = () => setAction(undefined)
  const test = useMutation(trpc.webhooks.test.mutationOptions({ onSuccess: webhooksChanged }))
  const enable = useMutation(trpc.webhooks.update.mutationOptions({ onSuccess: webhooksChanged }))
  const error = test.error ?? enable.error
  return (
    <>
      <Group gap="sm">
        {isEnabled ? (
          <BusyButton onClick={() => test.mutate({ webhookId })} isWaiting={test.isPending}>
            Send test event
          </BusyButton>
        ) : (
          <BusyButton
            onClick={() => enable.mutate({ webhookId, isEnabled: true })}
            isWaiting={enable.isPending}
          >
            Enable
          </BusyButton>
        )}
        <Button variant="default" onClick={() => setAction('edit')}>
          Edit
        </Button>
        <Button variant="default" onClick={() => setAction('rotate')}>
          Rotate secret
        </Button>
        {isEnabled && (
          <Button variant="default" onClick={() => setAction('disable')}>
            Disable
          </Button>
        )}
        <Button variant="light" color="red" onClick={() => setAction('delete')}>
          Delete
        </Button>
      </Group>
      <LiveRegion>
        {test.isSuccess && (
          <Text size="sm">The test event is queued. The result appears under “All” in the deliveries.</Text>
        )}
      </LiveRegion>
      {error && <ErrorText>{sentenceOf(error)}</ErrorText>}
      {action === 'edit' && <EditWebhook webhook={webhook} onClose={close} />}
      {action === 'rotate' && <RotateSecret webhook={webhook} onClose={close} />}
      {action === 'disable' && (
        <ConfirmDialog
          title={`Disable “${isolated(name)}”?`}
          confirm="Disable"
          onConfirm={() => client.webhooks.update.mutate({ webhookId, isEnabled: false })}
          onClose={close}
          onDone={() => void webhooksChanged()}
        >
          Pending deliveries are cancelled, and events are not sent while the webhook is disabled. The log
          stays, and you can resend its events later.
        </ConfirmDialog>
      )}
      {action === 'delete' && (
        <ConfirmDialog
          title={`Delete “${isolated(name)}”?`}
          confirm="Delete"
          onConfirm={() => client.webhooks.remove.mutate({ webhookId })}
          onClose={close}
          onDone={async () => {
            await navigate({ to: '/w/$workspace/settings/webhooks', params: { workspace } })
            notifications.show({
              color: 'leaf',
              title: `“${isolated(name)}” was deleted`,
              message: 'It receives no more events.',
            })
            await webhooksChanged()
          }}
        >
          It receives no more events, and its log is deleted, too.
        </ConfirmDialog>
      )}
    </>
  )
}
