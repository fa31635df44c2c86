import type { Webhook } from '@stepkey/shared/webhook'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWebhooksChanged } from './useWebhooksChanged.ts'
import { WebhookForm } from './WebhookForm.tsx'

/** Edits a webhook. */
export function EditWebhook({ webhook, onClose }: { webhook: Webhook; onClose(): void }) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const webhooksChanged = useWebhooksChanged()
  return (
    <Dialog title={`Edit “${isolated(webhook.name)}”`} onClose={onClose}>
      <WebhookForm
        initial={webhook}
        submit="Save"
        onSubmit={async ({ url, ...input }) => {
          // A new address needs the password.
          const change = { webhookId: webhook.id, ...input, ...(url !== webhook.url && { url }) }
          if (!(await withPassword(() => client.webhooks.update.mutate(change)))) return
          await webhooksChanged()
          onClose()
        }}
      />
    </Dialog>
  )
}
