import { Button, Group, Stack, Text } from '@mantine/core'
import { useTranslations } from 'use-intl'
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
  const t = useTranslations('form')
  const { title, warning, confirm } = texts[reason]
  return (
    <Dialog title={t(title)} onClose={() => onAnswer(false)}>
      <Stack gap="md">
        <Text size="sm">
          {unsaved.join(' ')} {t(warning)}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => onAnswer(false)} data-autofocus>
            {t('keepEditing')}
          </Button>
          <Button color="red" onClick={() => onAnswer(true)}>
            {t(confirm)}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

const texts = {
  leave: {
    title: 'leaveTitle',
    warning: 'leaveWarning',
    confirm: 'leave',
  },
  discard: {
    title: 'discardTitle',
    warning: 'discardWarning',
    confirm: 'discard',
  },
} as const
