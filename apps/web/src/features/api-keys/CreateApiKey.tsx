import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { OneTimeSecret } from '../../ui/feedback/OneTimeSecret.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { ApiKeyForm } from './ApiKeyForm.tsx'

/** Creates an API key and shows it once; the key exists only in the state of this dialog. */
export function CreateApiKey({ onClose }: { onClose(): void }) {
  const [created, setCreated] = useState<{ name: string; key: string }>()
  return (
    <Dialog
      title={created ? `“${isolated(created.name)}” was created` : 'Create an API key'}
      onClose={onClose}
      isPrecious={created !== undefined}
    >
      {created ? (
        <Stack gap="lg">
          <OneTimeSecret label="API key" value={created.key}>
            Copy the key now. Stepkey does not show it again.
          </OneTimeSecret>
          <Button variant="default" onClick={onClose} style={{ alignSelf: 'flex-end' }}>
            Done
          </Button>
        </Stack>
      ) : (
        <ApiKeyForm onCreated={setCreated} />
      )}
    </Dialog>
  )
}
