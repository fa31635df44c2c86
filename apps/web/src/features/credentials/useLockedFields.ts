import { useLayoutEffect, useRef } from 'react'
import { type Attempt, isQuestion } from './useAttempt.ts'

/**
 * Moves the focus from a field to the status area while an attempt locks the form, and back to the field afterwards. The
 * Cancel button of the status area never gets the focus, because a second Enter would press it. A question takes the focus
 * from the button that it replaces.
 */
export function useLockedFields(attempt: Attempt, isLocked: boolean) {
  const fields = useRef<HTMLDivElement>(null)
  const statusElement = useRef<HTMLDivElement>(null)
  const returnFocus = useRef<HTMLElement>(undefined)
  useLayoutEffect(() => {
    const focused = document.activeElement
    const isLost = focused === null || focused === document.body
    if (!isLocked) {
      if (isLost || statusElement.current?.contains(focused)) returnFocus.current?.focus()
      if (isLost && !returnFocus.current && isQuestion(attempt)) statusElement.current?.focus()
      returnFocus.current = undefined
      return
    }
    const isInside = focused instanceof HTMLElement && fields.current?.contains(focused)
    if (isInside) returnFocus.current = focused
    if (isInside || (isLost && returnFocus.current)) statusElement.current?.focus()
  }, [attempt, isLocked])
  return { fields, statusElement, returnFocus }
}
