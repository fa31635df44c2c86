import { Modal, Text } from '@mantine/core'
import { type ReactNode, useContext, useState } from 'react'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { useSignInGate } from '../../api/useSignInGate.ts'
import { UnsavedContext, useUnsaved } from '../unsaved/unsavedChanges.ts'
import { DialogContext, unchangedForm } from './dialogContext.ts'
import { useFocusReturn } from './useFocusReturn.ts'

const hiddenStyles = { inner: { visibility: 'hidden' }, overlay: { visibility: 'hidden' } } as const

interface DialogProps {
  title: string
  onClose(): void
  /** It shows a secret once: only the button in it closes it. */
  isPrecious?: boolean
  /** Wider than usual, for text to read. */
  isWide?: boolean
  children: ReactNode
}

/** A dialog that hides while another dialog is open on top of it. */
export function Dialog({ title, onClose, isPrecious = false, isWide, children }: DialogProps) {
  const [{ isPending, isChanged }, setFormState] = useState(unchangedForm)
  const isPasswordOpen = usePasswordGate().isAsking
  const isLeaveOpen = useContext(UnsavedContext).isAsking
  const isCovered = useSignInGate().isClosed || isPasswordOpen || isLeaveOpen
  const isLocked = isPrecious || isPending
  const mayLeave = useUnsaved(isChanged && !isPending ? 'This form has unsaved input.' : undefined)
  useFocusReturn()

  async function leave() {
    if (!isLocked && (await mayLeave())) onClose()
  }

  return (
    <DialogContext value={{ isPending, setFormState, leave }}>
      <Modal
        // The key remounts the modal when its content is replaced, so that the focus moves and screen readers announce it.
        key={isPrecious ? 'precious' : 'first'}
        opened
        onClose={leave}
        size={isWide ? 'lg' : undefined}
        title={<Text fw={650}>{title}</Text>}
        {...(isCovered && { styles: hiddenStyles })}
        closeOnEscape={!isCovered && !isLocked}
        closeOnClickOutside={false}
        withCloseButton={!isPrecious}
        closeButtonProps={{ 'aria-label': 'Close', disabled: isPending }}
      >
        {children}
      </Modal>
      {isCovered && <FocusReturn />}
    </DialogContext>
  )
}

/** Returns the focus to its previous place in the dialog. */
function FocusReturn() {
  useFocusReturn()
  return null
}
