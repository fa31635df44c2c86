import { type ReactNode, useContext } from 'react'
import { BusyButton } from '../inputs/BusyButton.tsx'
import { DialogContext } from './dialogContext.ts'

interface CancelButtonProps {
  children?: ReactNode
  /** Takes the initial focus, in a dialog without inputs. */
  isFirst?: boolean
}

/** Closes its dialog without an action. */
export function CancelButton({ children = 'Cancel', isFirst }: CancelButtonProps) {
  const { isPending, leave } = useContext(DialogContext)
  return (
    <BusyButton variant="default" isWaiting={isPending} onClick={leave} data-autofocus={isFirst || undefined}>
      {children}
    </BusyButton>
  )
}
