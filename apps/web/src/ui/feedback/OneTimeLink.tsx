import { Alert, Button, Stack } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { OneTimeSecret } from './OneTimeSecret.tsx'

interface LinkReadyProps {
  label: string
  /** `email` is where it was to be sent, if anywhere; `problem` is why it was not. */
  made: { url: string; sent?: boolean; problem?: string; email?: string }
  /** Whom to give it to, and what comes of that. */
  children: ReactNode
  onClose(): void
}

/** A link in the one moment in which it is known, and what came of sending it. */
export function OneTimeLink({ label, made, children, onClose }: LinkReadyProps) {
  return (
    <Stack gap="lg">
      {made.sent && (
        <Alert color="leaf" icon={<IconCircleCheck />} role="status">
          Sent to {made.email}
        </Alert>
      )}
      {made.problem && (
        <Alert color="amber" icon={<IconAlertTriangle />} role="alert">
          {made.problem}
        </Alert>
      )}
      <OneTimeSecret label={label} value={made.url}>
        This is the only time that it is shown. {children}
      </OneTimeSecret>
      <Button variant="default" onClick={onClose} style={{ alignSelf: 'flex-end' }}>
        Done
      </Button>
    </Stack>
  )
}
