import { type ReactNode, useContext } from 'react'
import { BusyButton } from '../inputs/BusyButton.tsx'
import { DialogContext } from './dialogContext.ts'

interface WayOutProps {
  children: ReactNode
  /** Where nothing is typed, it is what comes first. */
  isFirst?: boolean
}

/** Closes the dialog that it stands in, with nothing done. */
export function CancelButton({ children, isFirst }: WayOutProps) {
  const { isPending, leave } = useContext(DialogContext)
  return (
    <BusyButton variant="default" isWaiting={isPending} onClick={leave} data-autofocus={isFirst || undefined}>
      {children}
    </BusyButton>
  )
}
