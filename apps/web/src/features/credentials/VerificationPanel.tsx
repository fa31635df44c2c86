import { Alert, Badge, Button, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { isInconclusive, type Outcome, type Verification } from '@stepkey/shared/verification'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react'
import { useState } from 'react'

/** Shown while the verification request runs. */
export function VerifyingPanel({ progress, onCancel }: { progress: string; onCancel(): void }) {
  const [seconds, setSeconds] = useState(0)
  useInterval(() => setSeconds((count) => count + 1), 1000, { autoInvoke: true })
  return (
    <Paper withBorder p="md">
      <Group wrap="nowrap">
        <Loader size="sm" aria-hidden />
        <Text size="sm" flex={1} style={{ overflowWrap: 'anywhere' }}>
          {progress}
        </Text>
        <Text size="sm" c="dimmed" aria-hidden style={{ fontVariantNumeric: 'tabular-nums' }}>
          {seconds} s
        </Text>
        <Button variant="default" size="compact-sm" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </Paper>
  )
}

interface VerificationPanelProps {
  verification: Verification
  /** The verification was part of saving, and nothing was saved. */
  notSaved: boolean
}

/** Shows the outcome of a verification, and what to try if it failed. */
export function VerificationPanel({ verification, notSaved }: VerificationPanelProps) {
  const { outcome, message, advice, scopes, expiresAt } = verification
  const { title, colour, Icon } = presentation(outcome)
  return (
    <Alert
      color={colour}
      title={title}
      icon={<Icon aria-hidden />}
      role={outcome === 'verified' ? 'group' : 'alert'}
      styles={{
        title: { color: 'var(--mantine-color-text)' },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      <Stack gap={6}>
        <span>{message}</span>
        {scopes && (
          <Group gap={6}>
            <Text size="sm">Scopes:</Text>
            {scopes.map((scope) => (
              <Badge key={scope} variant="default" tt="none" fw={500}>
                {scope}
              </Badge>
            ))}
          </Group>
        )}
        {expiresAt && (
          <span>Expires on {new Date(expiresAt).toLocaleDateString('en-GB', { dateStyle: 'long' })}.</span>
        )}
        {advice && <span>{advice}</span>}
        {notSaved && <Text size="sm">Nothing was saved. Your input is kept.</Text>}
      </Stack>
    </Alert>
  )
}

function presentation(outcome: Outcome) {
  if (outcome === 'verified') return { title: 'Verified', colour: 'leaf', Icon: IconCircleCheck }
  if (outcome === 'limited') return { title: 'Limited', colour: 'amber', Icon: IconAlertTriangle }
  if (outcome === 'untestable') return { title: 'Not tested', colour: 'gray', Icon: IconHelpCircle }
  if (isInconclusive(outcome))
    return { title: 'Could not be verified', colour: 'amber', Icon: IconAlertTriangle }
  return { title: 'Rejected', colour: 'red', Icon: IconCircleX }
}
