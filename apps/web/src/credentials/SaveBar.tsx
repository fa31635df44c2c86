import { Button, Group } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'

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
  // Not `disabled`: the focus would get lost while it waits.
  const waiting = { 'data-disabled': running || undefined, 'aria-disabled': running }
  const plug = <IconPlugConnected size={16} aria-hidden />
  return (
    <Group gap="sm">
      {submit && (
        <Button type="submit" {...waiting} {...(submit.startsWith('Connect') && { leftSection: plug })}>
          {submit}
        </Button>
      )}
      {offerUnverified && (
        <Button variant="default" onClick={onSaveUnverified}>
          Save without verifying
        </Button>
      )}
      {onConnectAgain && (
        <Button variant="default" onClick={onConnectAgain} leftSection={plug} {...waiting}>
          Connect again
        </Button>
      )}
      {onVerify && (
        <Button variant="default" onClick={onVerify} {...waiting}>
          Verify
        </Button>
      )}
      {!running && (
        <Button variant="subtle" color="gray" c="var(--mantine-color-text)" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </Group>
  )
}
