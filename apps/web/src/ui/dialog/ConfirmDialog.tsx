import { Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { FormError } from '../feedback/FormError.tsx'
import { BusyButton } from '../inputs/BusyButton.tsx'
import { CancelButton } from './CancelButton.tsx'
import { Dialog } from './Dialog.tsx'

interface ConfirmDialogProps<Result> {
  title: string
  /** The consequences of the action. */
  children: ReactNode
  /** Inputs that are required for the action. */
  inputs?: ReactNode
  confirm: string
  isDisabled?: boolean
  /** Whether the action can be undone. */
  isHarmless?: boolean
  /** Runs the action; asks for the password if required. False keeps the dialog open for more input. */
  onConfirm(): Promise<Result>
  onClose(): void
  /** Called after the action with its result: shows a notification and reloads data. */
  onDone(result: Result): void
}

/** Asks for confirmation before an action with consequences. Stays open and shows the error if it fails. */
export function ConfirmDialog<Result>(props: ConfirmDialogProps<Result>) {
  const { title, children, inputs, confirm, isDisabled, isHarmless, onConfirm, onClose, onDone } = props
  const { withPassword } = usePasswordGate()
  const action = useMutation({
    mutationFn: () => withPassword(async () => ({ result: await onConfirm() })),
    onSuccess: (done) => {
      if (!done || done.result === false) return
      onClose()
      onDone(done.result)
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
            {/* Unless an input before it takes the focus. */}
            <CancelButton isFirst />
            <BusyButton
              type="submit"
              color={isHarmless ? undefined : 'red'}
              disabled={isDisabled}
              isWaiting={action.isPending}
            >
              {confirm}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
