import { Group } from '@mantine/core'
import { FormError } from '../feedback/FormError.tsx'
import { BusyButton } from '../inputs/BusyButton.tsx'
import { CancelButton } from './CancelButton.tsx'

interface FormFootProps {
  /** Why it was refused, as far as no input tells that. */
  problem: unknown
  isPending: boolean
  /** What sends it. */
  children: string
}

/** The end of a form in a dialog: what went wrong, the way out, and the button that sends it. */
export function FormFooter({ problem, isPending, children }: FormFootProps) {
  return (
    <>
      <FormError of={problem} />
      <Group justify="flex-end" gap="sm">
        <CancelButton>Cancel</CancelButton>
        <BusyButton type="submit" isWaiting={isPending}>
          {children}
        </BusyButton>
      </Group>
    </>
  )
}
