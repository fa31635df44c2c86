import { Button, Group } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'

interface SaveBarProps {
  running: boolean
  /** The label of the submit button. */
  submit: 'Save' | 'Add value' | 'Try again' | 'Connect' | 'Connect again'
  /** The id of the text that says why the form can’t be submitted yet. */
  blockedBy?: string
  offerUnverified: boolean
  /** Shows a second button next to Save. */
  onConnectAgain?(): void
  onVerify?(): void
  onSaveUnverified(): void
  onCancel(): void
}

/** Shows the buttons of the form. “Save without verifying” appears only after an inconclusive verification. */
export function SaveBar({
  running,
  submit,
  blockedBy,
  offerUnverified,
  onConnectAgain,
  onVerify,
  onSaveUnverified,
  onCancel,
}: SaveBarProps) {
  const plug = <IconPlugConnected size={16} aria-hidden />
  return (
    <Group gap="sm">
      <BusyButton
        type="submit"
        isWaiting={running || blockedBy !== undefined}
        aria-describedby={blockedBy}
        {...(submit.startsWith('Connect') && { leftSection: plug })}
      >
        {submit}
      </BusyButton>
      {offerUnverified && (
        <Button variant="default" onClick={onSaveUnverified}>
          Save without verifying
        </Button>
      )}
      {onConnectAgain && (
        <BusyButton variant="default" onClick={onConnectAgain} leftSection={plug} isWaiting={running}>
          Connect again
        </BusyButton>
      )}
      {onVerify && (
        <BusyButton variant="default" onClick={onVerify} isWaiting={running}>
          Verify
        </BusyButton>
      )}
      {!running && (
        <Button variant="subtle" color="gray" c="var(--mantine-color-text)" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </Group>
  )
}
