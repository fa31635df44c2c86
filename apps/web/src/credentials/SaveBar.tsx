import { Button, Group } from '@mantine/core'

interface SaveBarProps {
  running: boolean
  /** The last attempt taught nothing: it may be worth another. */
  inconclusive: boolean
  offerUnverified: boolean
  onVerify(): void
  onSaveUnverified(): void
  onCancel(): void
}

/** Save verifies first; saving without that is offered only once verifying has come to nothing. */
export function SaveBar({ running, inconclusive, offerUnverified, onVerify, onSaveUnverified, onCancel }: SaveBarProps) {
  return (
    <Group gap="sm">
      <Button type="submit" disabled={running}>
        {inconclusive ? 'Try again' : 'Save'}
      </Button>
      {offerUnverified && (
        <Button variant="default" onClick={onSaveUnverified} disabled={running}>
          Save without verifying
        </Button>
      )}
      {!inconclusive && (
        <Button variant="default" onClick={onVerify} disabled={running}>
          Verify
        </Button>
      )}
      <Button variant="subtle" color="gray" onClick={onCancel}>
        Cancel
      </Button>
    </Group>
  )
}
