import { Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { FormError } from '../feedback/FormError.tsx'
import { BusyButton } from '../inputs/BusyButton.tsx'
import { CancelButton } from './CancelButton.tsx'
import { Dialog } from './Dialog.tsx'

interface ConfirmDialogProps {
  title: string
  /** What will happen, and what stays. */
  children: ReactNode
  /** What has to be chosen or typed first. */
  inputs?: ReactNode
  confirm: string
  /** The way out. */
  keep: string
  isDisabled?: boolean
  /** Does it. The server may want the password for it first. False: it is not done, something has to be entered. */
  onConfirm(): Promise<unknown>
  onClose(): void
  /** Tells that it is done, and loads again what it changed. */
  onDone(): void
}

/** Asks before something is done that somebody will notice. Stays open when it could not be done, and says why. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, inputs, confirm, keep, isDisabled, onConfirm, onClose, onDone } = props
  const { withPassword } = usePasswordGate()
  const action = useMutation({
    mutationFn: () => withPassword(async () => (await onConfirm()) !== false),
    onSuccess: (isDone) => {
      if (!isDone) return
      onClose()
      onDone()
    },
  })
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isDisabled) action.mutate()
        }}
      >
        <Stack gap="md">
          <Text size="sm">{children}</Text>
          {inputs}
          <FormError of={action.error} />
          <Group justify="flex-end" gap="sm">
            <CancelButton isFirst={!inputs}>{keep}</CancelButton>
            <BusyButton type="submit" color="red" disabled={isDisabled} isWaiting={action.isPending}>
              {confirm}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
