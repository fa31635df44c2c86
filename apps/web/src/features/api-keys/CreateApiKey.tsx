import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { OneTimeSecret } from '../../ui/feedback/OneTimeSecret.tsx'
import { ApiKeyForm } from './ApiKeyForm.tsx'

/** Makes a key and shows it, once: it lives in this dialog and goes with it. */
export function CreateApiKey({ onClose }: { onClose(): void }) {
  const [made, setMade] = useState<{ name: string; key: string }>()
  return (
    <Dialog
      title={made ? `“${made.name}” was created` : 'Create an API key'}
      onClose={onClose}
      isPrecious={made !== undefined}
    >
      {made ? (
        <Stack gap="lg">
          <OneTimeSecret label="API key" value={made.key}>
            This is the only time that it is shown: Stepkey keeps no copy that it could show again. Put it
            where your program finds it.
          </OneTimeSecret>
          <Button variant="default" onClick={onClose} style={{ alignSelf: 'flex-end' }}>
            Done
          </Button>
        </Stack>
      ) : (
        <ApiKeyForm onCreated={setMade} />
      )}
    </Dialog>
  )
}
