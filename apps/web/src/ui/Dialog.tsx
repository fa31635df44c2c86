import { Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { usePasswordGate } from '../accounts/passwordGate.ts'
import { useSignInGate } from '../accounts/useSignInGate.ts'

const steppedBack = { inner: { visibility: 'hidden' }, overlay: { visibility: 'hidden' } } as const

interface DialogProps {
  title: string
  onClose(): void
  /** Whoever closes this one loses something: it takes more than a click beside it. */
  isPrecious?: boolean
  children: ReactNode
}

/** A dialog that steps back while somebody has to say on top of it who he is. */
export function Dialog({ title, onClose, isPrecious = false, children }: DialogProps) {
  const isAskedForPassword = usePasswordGate().isAsking
  const isAsking = useSignInGate().isClosed || isAskedForPassword
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Text fw={650}>{title}</Text>}
      {...(isAsking && { styles: steppedBack })}
      trapFocus={!isAsking}
      closeOnEscape={!isAsking && !isPrecious}
      closeOnClickOutside={!isPrecious}
      withCloseButton={!isPrecious}
    >
      {children}
    </Modal>
  )
}
