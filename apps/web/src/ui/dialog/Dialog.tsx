import { Modal, Text } from '@mantine/core'
import { type ReactNode, useContext, useState } from 'react'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { useSignInGate } from '../../api/useSignInGate.ts'
import { UnsavedContext, useUnsaved } from '../unsaved/unsavedChanges.ts'
import { DialogContext, untouched } from './dialogContext.ts'
import { useFocusReturn } from './useFocusReturn.ts'

const steppedBack = { inner: { visibility: 'hidden' }, overlay: { visibility: 'hidden' } } as const

interface DialogProps {
  title: string
  onClose(): void
  /** It shows what is never shown again: only the button in it leads out. */
  isPrecious?: boolean
  children: ReactNode
}

/** A dialog that steps back while somebody is asked something on top of it. */
export function Dialog({ title, onClose, isPrecious = false, children }: DialogProps) {
  const [{ isPending, isChanged }, tell] = useState(untouched)
  const isAskedForPassword = usePasswordGate().isAsking
  const isAskedToStay = useContext(UnsavedContext).isAsking
  const isAsking = useSignInGate().isClosed || isAskedForPassword || isAskedToStay
  const isHeld = isPrecious || isPending
  const mayLeave = useUnsaved(isChanged && !isPending ? 'This form is not sent yet.' : undefined)
  useFocusReturn()

  async function leave() {
    if (!isHeld && (await mayLeave())) onClose()
  }

  return (
    <DialogContext value={{ isPending, tell, leave }}>
      <Modal
        // What comes in place of a form gets the focus and is read out, like what was just opened.
        key={isPrecious ? 'precious' : 'first'}
        opened
        onClose={leave}
        title={<Text fw={650}>{title}</Text>}
        {...(isAsking && { styles: steppedBack })}
        closeOnEscape={!isAsking && !isHeld}
        closeOnClickOutside={false}
        withCloseButton={!isPrecious}
        closeButtonProps={{ 'aria-label': 'Close', disabled: isPending }}
      >
        {children}
      </Modal>
      {isAsking && <SteppedBack />}
    </DialogContext>
  )
}

/** The focus comes back to where it was in the dialog. */
function SteppedBack() {
  useFocusReturn()
  return null
}
