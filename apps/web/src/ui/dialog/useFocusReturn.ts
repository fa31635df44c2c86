import { useEffect, useState } from 'react'

/** Returns the focus on unmount to the element that had it before, or to the page if that element is gone. */
export function useFocusReturn() {
  const [previous] = useState(focusedElement)
  useEffect(
    () => () => {
      const isAttached = previous?.isConnected && previous !== document.body
      // Another element may already have the focus, for example in a dialog that was covered.
      if (!isAttached && document.activeElement !== document.body) return
      const target = isAttached ? previous : document.getElementById('main')
      if (target instanceof HTMLElement) target.focus({ preventScroll: true })
    },
    [previous],
  )
}

/** Returns the focused element; for a menu item, the button that opened its menu, because the menu closes. */
function focusedElement(): Element | null {
  const menu = document.activeElement?.closest('[role="menu"]')
  return document.getElementById(menu?.getAttribute('aria-labelledby') ?? '') ?? document.activeElement
}
