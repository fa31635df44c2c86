import type { Webhook } from '@stepkey/shared/webhook'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWebhooksChanged } from './useWebhooksChanged.ts'
import { WebhookForm } from './WebhookForm.tsx'

/** Edits a webhook. */
export function EditWebhook({ webhook, onClose }: { webhook: Webhook; onClose(): void }) {
  const { client } = useApi()
  const webhooksChanged = useWebhooksChanged()
  return (
    <Dialog title={`Edit “${webhook.name}”`} onClose={onClose}>
      <WebhookForm
        initial={webhook}
        submit="Save"
        onSubmit={async (input) => {
          await client.webhooks.update.mutate({ webhookId: webhook.id, ...input })
          await webhooksChanged()
          onClose()
        }}
      />
    </Dialog>
  )
}
