import { type ReactNode, useContext } from 'react'
import { DialogContext } from './inDialog.ts'
import { WaitingButton } from './WaitingButton.tsx'

interface WayOutProps {
  children: ReactNode
  /** Where nothing is typed, it is what comes first. */
  isFirst?: boolean
}

/** Closes the dialog that it stands in, with nothing done. */
export function WayOut({ children, isFirst }: WayOutProps) {
  const { isPending, leave } = useContext(DialogContext)
  return (
    <WaitingButton
      variant="default"
      isWaiting={isPending}
      onClick={leave}
      data-autofocus={isFirst || undefined}
    >
      {children}
    </WaitingButton>
  )
}
