import { Button, Group } from '@mantine/core'

interface SaveBarProps {
  running: boolean
  /** The last save came to nothing, without anything learnt: it may be worth another go. */
  retrying: boolean
  offerUnverified: boolean
  onVerify(): void
  onSaveUnverified(): void
  onCancel(): void
}

/** Save verifies first; saving without that is offered only once verifying has come to nothing. */
export function SaveBar({
  running,
  retrying,
  offerUnverified,
  onVerify,
  onSaveUnverified,
  onCancel,
}: SaveBarProps) {
  // Not `disabled`: the focus would get lost while it waits.
  const waiting = { 'data-disabled': running || undefined, 'aria-disabled': running }
  return (
    <Group gap="sm">
      <Button type="submit" {...waiting}>
        {retrying ? 'Try again' : 'Save'}
      </Button>
      {offerUnverified && (
        <Button variant="default" onClick={onSaveUnverified}>
          Save without verifying
        </Button>
      )}
      {!retrying && (
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
