import { Alert, Button, Stack, Text } from '@mantine/core'
import type { InvitationCreated } from '@stepkey/shared/organization'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useWorkspace } from '../place.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { ShownOnce } from '../ui/ShownOnce.tsx'
import { roleWords } from './roleWords.ts'

interface LinkReadyProps {
  made: InvitationCreated
  /** Where it was to be sent, if anywhere. */
  email: string
  onClose(): void
}

/** An invitation's link in the one moment in which it is known, and what came of sending it. */
export function LinkReady({ made, email, onClose }: LinkReadyProps) {
  const { name: organization } = useWorkspace()
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
        <ShownOnce label="Invitation link" value={made.url}>
          This is the only time that it is shown. Hand it to one person: it lets whoever opens it join, once,
          within 7 days.
        </ShownOnce>
        <Text size="sm">
          Whoever joins with it becomes {roleWords[made.invitation.role].withArticle} of {organization}.
        </Text>
        <Button variant="default" onClick={onClose} style={{ alignSelf: 'flex-end' }}>
          Done
        </Button>
      </Stack>
    </Dialog>
  )
}
