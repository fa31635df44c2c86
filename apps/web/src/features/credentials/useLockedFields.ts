import { useLayoutEffect, useRef } from 'react'
import type { Attempt } from './useAttempt.ts'

/**
 * While an attempt runs, what it was asked for stays as it is. Who was in one of the fields is led to what is shown
 * meanwhile, and back once that is over: not to its button, which a second Enter would press.
 */
export function useLockedFields(attempt: Attempt, isHeld: boolean) {
  const fields = useRef<HTMLDivElement>(null)
  const meanwhile = useRef<HTMLDivElement>(null)
  const left = useRef<HTMLElement>(undefined)
  useLayoutEffect(() => {
    const focused = document.activeElement
    const isLost = focused === null || focused === document.body
    if (!isHeld) {
      if (isLost || meanwhile.current?.contains(focused)) left.current?.focus()
      left.current = undefined
      return
    }
    const isInside = focused instanceof HTMLElement && fields.current?.contains(focused)
    if (isInside) left.current = focused
    if (isInside || (isLost && left.current)) meanwhile.current?.focus()
  }, [attempt, isHeld])
  return { fields, meanwhile, left }
}
