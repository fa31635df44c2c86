import { Alert, Button, Stack } from '@mantine/core'
import type { RequestCreated } from '@stepkey/shared/request'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { Dialog } from '../ui/Dialog.tsx'
import { ShownOnce } from '../ui/ShownOnce.tsx'

interface RequestReadyProps {
  made: RequestCreated
  /** Where it was to be sent, if anywhere. */
  email: string
  onClose(): void
}

/** The link in the one moment in which it is known, and what came of sending it. */
export function RequestReady({ made, email, onClose }: RequestReadyProps) {
  return (
    <Dialog title="The link is ready" onClose={onClose} isPrecious>
      <Stack gap="lg">
        {made.sent && (
          <Alert color="leaf" icon={<IconCircleCheck />} role="status">
            Sent to {email}
          </Alert>
        )}
        {made.problem && (
          <Alert color="amber" icon={<IconAlertTriangle />} role="alert">
            {made.problem}
          </Alert>
        )}
        <ShownOnce label="Link to hand it over" value={made.url}>
          This is the only time that it is shown. Send it to one person, who needs no account: it works once,
          within 7 days. You see here when the credential has come in.
        </ShownOnce>
        <Button variant="default" onClick={onClose} style={{ alignSelf: 'flex-end' }}>
          Done
        </Button>
      </Stack>
    </Dialog>
  )
}
