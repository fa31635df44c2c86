import { Button, Group, Stack, Text } from '@mantine/core'
import type { LeaveReason } from '../unsaved/unsavedChanges.ts'
import { Dialog } from './Dialog.tsx'

interface LeaveDialogProps {
  way: LeaveReason
  /** What is not saved, in sentences. */
  lost: readonly string[]
  onAnswer(mayBeLost: boolean): void
}

export default function LeaveDialog({ way, lost, onAnswer }: LeaveDialogProps) {
  const { title, what, confirm } = words[way]
  return (
    <Dialog title={title} onClose={() => onAnswer(false)}>
      <Stack gap="md">
        <Text size="sm">
          {lost.join(' ')} {what}
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

const words = {
  leave: {
    title: 'Leave without saving?',
    what: 'What you typed is lost if you leave.',
    confirm: 'Leave without saving',
  },
  discard: {
    title: 'Discard what isn’t saved?',
    what: 'What you discard can’t be brought back.',
    confirm: 'Discard it',
  },
} as const
