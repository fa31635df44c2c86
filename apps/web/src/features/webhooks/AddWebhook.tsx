import { useState } from 'react'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWebhooksChanged } from './useWebhooksChanged.ts'
import { WebhookForm } from './WebhookForm.tsx'
import { WebhookSecret } from './WebhookSecret.tsx'

/** Makes a webhook and shows its secret, once: it lives in this dialog and goes with it. */
export function AddWebhook({ onClose }: { onClose(): void }) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const webhooksChanged = useWebhooksChanged()
  const [made, setMade] = useState<{ name: string; secret: string }>()
  return (
    <Dialog
      title={made ? `“${made.name}” was added` : 'Add a webhook'}
      onClose={onClose}
      isPrecious={made !== undefined}
    >
      {made ? (
        <WebhookSecret secret={made.secret} onClose={onClose}>
          This is the only time that it is shown. Put it where your program finds it. Should it get lost, make
          a new one.
        </WebhookSecret>
      ) : (
        <WebhookForm
          submit="Add webhook"
          onSubmit={async (input) => {
            const answer = await withPassword(() => client.webhooks.create.mutate(input))
            if (!answer) return
            setMade({ name: answer.webhook.name, secret: answer.secret })
            await webhooksChanged()
          }}
        />
      )}
    </Dialog>
  )
}
