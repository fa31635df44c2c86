import { Group } from '@mantine/core'
import { FormError } from './FormError.tsx'
import { WaitingButton } from './WaitingButton.tsx'
import { WayOut } from './WayOut.tsx'

interface FormFootProps {
  /** Why it was refused, as far as no input tells that. */
  problem: unknown
  isPending: boolean
  /** What sends it. */
  children: string
}

/** The end of a form in a dialog: what went wrong, the way out, and the button that sends it. */
export function FormFoot({ problem, isPending, children }: FormFootProps) {
  return (
    <>
      <FormError of={problem} />
      <Group justify="flex-end" gap="sm">
        <WayOut>Cancel</WayOut>
        <WaitingButton type="submit" isWaiting={isPending}>
          {children}
        </WaitingButton>
      </Group>
    </>
  )
}
