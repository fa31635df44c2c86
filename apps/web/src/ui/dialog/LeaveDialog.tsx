import { Button, Group, Stack, Text } from '@mantine/core'
import type { LeaveReason } from '../unsaved/unsavedChanges.ts'
import { Dialog } from './Dialog.tsx'

interface LeaveDialogProps {
  reason: LeaveReason
  /** Sentences that name the unsaved changes. */
  unsaved: readonly string[]
  onAnswer(mayDiscard: boolean): void
}

/** Asks whether unsaved changes may be discarded. */
export default function LeaveDialog({ reason, unsaved, onAnswer }: LeaveDialogProps) {
  const { title, warning, confirm } = texts[reason]
  return (
    <Dialog title={title} onClose={() => onAnswer(false)}>
      <Stack gap="md">
        <Text size="sm">
          {unsaved.join(' ')} {warning}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => onAnswer(false)} data-autofocus>
            Keep editing
          </Button>
          <Button color="red" onClick={() => onAnswer(true)}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

const texts = {
  leave: {
    title: 'Leave without saving?',
    warning: 'If you leave, your input is lost.',
    confirm: 'Leave without saving',
  },
  discard: {
    title: 'Discard unsaved changes?',
    warning: 'Discarded changes can’t be restored.',
    confirm: 'Discard changes',
  },
} as const
