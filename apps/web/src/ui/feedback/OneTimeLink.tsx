import { Alert, Button, Stack } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { OneTimeSecret } from './OneTimeSecret.tsx'

interface OneTimeLinkProps {
  label: string
  /** `email` is the address it was sent to, if any; `problem` is why sending failed. */
  link: { url: string; sent?: boolean; problem?: string; email?: string }
  /** What the user has to do with the link. */
  children: ReactNode
  onClose(): void
}

/** Shows a link once, and whether it was sent by e-mail. */
export function OneTimeLink({ label, link, children, onClose }: OneTimeLinkProps) {
  return (
    <Stack gap="lg">
      {link.sent && (
        <Alert color="leaf" icon={<IconCircleCheck />} role="status">
          Sent to {link.email}
        </Alert>
      )}
      {link.problem && (
        <Alert color="amber" icon={<IconAlertTriangle />} role="alert">
          {link.problem}
        </Alert>
      )}
      <OneTimeSecret label={label} value={link.url}>
        Copy the link now. Stepkey does not show it again. {children}
      </OneTimeSecret>
      <Button variant="default" onClick={onClose} style={{ alignSelf: 'flex-end' }}>
        Done
      </Button>
    </Stack>
  )
}
