import { Button, Group, Stack, Text } from '@mantine/core'
import { Dialog } from './Dialog.tsx'

interface LeaveDialogProps {
  /** What is not saved, in sentences. */
  lost: readonly string[]
  onAnswer(leave: boolean): void
}

export default function LeaveDialog({ lost, onAnswer }: LeaveDialogProps) {
  return (
    <Dialog title="Leave without saving?" onClose={() => onAnswer(false)}>
      <Stack gap="md">
        <Text size="sm">{lost.join(' ')} What you typed is lost if you leave.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => onAnswer(false)} data-autofocus>
            Keep editing
          </Button>
          <Button color="red" onClick={() => onAnswer(true)}>
            Leave without saving
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
