import { Button, Group } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'

interface SaveBarProps {
  running: boolean
  /** What sending the form does; nothing where something else has to come first. */
  submit?: 'Save' | 'Try again' | 'Connect' | 'Connect again'
  offerUnverified: boolean
  /** Beside saving. */
  onConnectAgain?(): void
  onVerify?(): void
  onSaveUnverified(): void
  onCancel(): void
}

/** Save verifies first; saving without that is offered only once verifying has come to nothing. */
export function SaveBar({
  running,
  submit,
  offerUnverified,
  onConnectAgain,
  onVerify,
  onSaveUnverified,
  onCancel,
}: SaveBarProps) {
  const plug = <IconPlugConnected size={16} aria-hidden />
  return (
    <Group gap="sm">
      {submit && (
        <BusyButton
          type="submit"
          isWaiting={running}
          {...(submit.startsWith('Connect') && { leftSection: plug })}
        >
          {submit}
        </BusyButton>
      )}
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
