import { useState } from 'react'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWebhooksChanged } from './useWebhooksChanged.ts'
import { WebhookForm } from './WebhookForm.tsx'
import { WebhookSecret } from './WebhookSecret.tsx'

/** Adds a webhook, and shows its secret once; the secret exists only in the state of this dialog. */
export function AddWebhook({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const webhooksChanged = useWebhooksChanged()
  const [created, setCreated] = useState<{ name: string; secret: string }>()
  return (
    <Dialog
      title={created ? `“${isolated(created.name)}” was added` : 'Add a webhook'}
      onClose={onClose}
      isPrecious={created !== undefined}
    >
      {created ? (
        <WebhookSecret secret={created.secret} onClose={onClose}>
          Copy the secret now. Stepkey does not show it again. If you lose it, create a new one.
        </WebhookSecret>
      ) : (
        <WebhookForm
          submit="Add webhook"
          onSubmit={async (input) => {
            const result = await withPassword(() => client.webhooks.create.mutate(input))
            if (!result) return
            setCreated({ name: result.webhook.name, secret: result.secret })
            await webhooksChanged()
          }}
        />
      )}
    </Dialog>
  )
}
