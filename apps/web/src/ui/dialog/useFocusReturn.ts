import { useEffect, useState } from 'react'

/** Gives the focus back, when this goes, to what had it before: to the page where that is gone. */
export function useFocusReturn() {
  const [before] = useState(focused)
  useEffect(
    () => () => {
      const isThere = before?.isConnected && before !== document.body
      // Something else may have taken it already: a dialog that stepped back, for example.
      if (!isThere && document.activeElement !== document.body) return
      const back = isThere ? before : document.getElementById('main')
      if (back instanceof HTMLElement) back.focus({ preventScroll: true })
    },
    [before],
  )
}

/** An item goes with its menu; the button that opened that stays. */
function focused(): Element | null {
  const menu = document.activeElement?.closest('[role="menu"]')
  return document.getElementById(menu?.getAttribute('aria-labelledby') ?? '') ?? document.activeElement
}
