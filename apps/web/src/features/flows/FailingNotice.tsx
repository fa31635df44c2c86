import { Alert } from '@mantine/core'
import type { Flow } from '@stepkey/shared/flow'
import { IconAlertTriangle } from '@tabler/icons-react'
import { describeFailing } from './failingLabels.ts'

/** Says of an active flow that some of its steps will fail. The steps themselves say which, and what can be done. */
export function FailingNotice({ flow }: { flow: Flow | undefined }) {
  const words = flow && describeFailing(flow)
  if (!words) return null
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={words}
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      The flow stays active, and such a step fails when it runs. Mend the credential below, or choose another
      one and save the flow.
    </Alert>
  )
}
