import { Alert } from '@mantine/core'
import type { Flow } from '@stepkey/shared/flow'
import { IconAlertTriangle } from '@tabler/icons-react'
import { describeFailing } from './failingLabels.ts'

/** Warns that steps of an active flow will fail. The steps themselves show details. */
export function FailingNotice({ flow }: { flow: Flow | undefined }) {
  const message = flow && describeFailing(flow)
  if (!message) return null
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={message}
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      The flow stays active, but steps with a failing credential fail when they run. Fix the credential below,
      or choose another one and save the flow.
    </Alert>
  )
}
