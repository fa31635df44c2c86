import { Group } from '@mantine/core'
import { FormError } from '../feedback/FormError.tsx'
import { BusyButton } from '../inputs/BusyButton.tsx'
import { CancelButton } from './CancelButton.tsx'

interface FormFooterProps {
  /** The error that belongs to no field. */
  problem: unknown
  isPending: boolean
  /** Input that is required is missing. */
  isDisabled?: boolean
  /** The label of the submit button. */
  children: string
}

/** The footer of a form in a dialog: its error, Cancel and the submit button. */
export function FormFooter({ problem, isPending, isDisabled, children }: FormFooterProps) {
  return (
    <>
      <FormError of={problem} />
      <Group justify="flex-end" gap="sm">
        <CancelButton />
        <BusyButton type="submit" disabled={isDisabled} isWaiting={isPending}>
          {children}
        </BusyButton>
      </Group>
    </>
  )
}
