import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { ConsentFinished } from '@stepkey/shared/consent'
import { IconAlertTriangle, IconPlugConnectedX, IconUsers } from '@tabler/icons-react'

const readable = {
  title: { color: 'var(--mantine-color-text)' },
  message: { color: 'var(--mantine-color-text)' },
}

type Refusal = Extract<ConsentFinished, { outcome: 'refused' }>

interface RefusedPanelProps {
  refusal: Refusal
  /** Whether the form of the input is still there. */
  isInputKept?: boolean
}

/** Shows why no access was granted. A user who denied access sees a neutral message, not an error. */
export function RefusedPanel({ refusal, isInputKept = true }: RefusedPanelProps) {
  const { reason, message, advice } = refusal
  const isFailure = reason === 'failed'
  return (
    <Alert
      color={isFailure ? 'amber' : 'gray'}
      title={isFailure ? 'Could not be connected' : 'Not connected'}
      icon={isFailure ? <IconAlertTriangle aria-hidden /> : <IconPlugConnectedX aria-hidden />}
      role={isFailure ? 'alert' : 'group'}
      styles={readable}
    >
      <Stack gap={6}>
        <span>{message}</span>
        {advice && <span>{advice}</span>}
        <Text size="sm">Nothing was saved.{isInputKept && ' Your input is kept.'}</Text>
      </Stack>
    </Alert>
  )
}

interface OtherAccountPanelProps {
  before: string
  now: string
  onUse(): void
  /** Absent if the user entered the values instead of connecting. */
  onConnectAgain?(): void
  onKeep(): void
}

/** Asks before a credential changes to another account, because flows would act as that account. */
export function OtherAccountPanel({ before, now, onUse, onConnectAgain, onKeep }: OtherAccountPanelProps) {
  return (
    <Alert
      color="amber"
      title="This is another account"
      icon={<IconUsers aria-hidden />}
      role="alert"
      styles={readable}
    >
      <Stack gap="sm">
        <span>
          This credential belongs to {before}, but the new access is that of {now}. Flows that use it would
          act as {now}. Nothing was saved yet.
        </span>
        <Group gap="xs">
          <Button onClick={onUse}>Use {now}</Button>
          {onConnectAgain && (
            <Button variant="default" onClick={onConnectAgain}>
              Connect another account
            </Button>
          )}
          <Button variant="subtle" color="gray" c="var(--mantine-color-text)" onClick={onKeep}>
            Keep {before}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
