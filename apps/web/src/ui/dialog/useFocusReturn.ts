import { useEffect, useState } from 'react'

/**
 * Returns the focus on unmount to the element that had it before. If that element is gone then, or disappears while it has
 * the focus, as in a row that is deleted, the focus moves to the row, its neighbours or their section, or else to the page.
 */
export function useFocusReturn() {
  const [opener] = useState(focusedElement)
  useEffect(() => {
    // If this dialog replaces another one, its opener is gone, and the other one has returned the focus by now.
    const previous = opener?.isConnected ? opener : focusedElement()
    const nearby = placesAround(previous)
    return () => {
      const isAttached = previous?.isConnected && previous !== document.body
      // Another element may already have the focus, for example in a dialog that was covered.
      if (!isAttached && document.activeElement !== document.body) return
      if (!isAttached) return focusNearby(nearby)
      if (previous instanceof HTMLElement) previous.focus({ preventScroll: true })
      afterRemoval(previous, () => focusNearby(nearby))
    }
  }, [opener])
}

/** If the focused element disappears while it has the focus, moves the focus to its row, its neighbours or their section. */
export function keepFocusNearby(): void {
  const element = document.activeElement
  if (!element) return
  const nearby = placesAround(element)
  afterRemoval(element, () => focusNearby(nearby))
}

/** Returns the focused element; for a menu item, the button that opened its menu, because the menu closes. */
function focusedElement(): Element | null {
  const menu = document.activeElement?.closest('[role="menu"]')
  return document.getElementById(menu?.getAttribute('aria-labelledby') ?? '') ?? document.activeElement
}

/** Returns the row of an element, the row after it, the one before it, and the section around them. */
function placesAround(element: Element | null): Element[] {
  const row = element?.closest('li, tr')
  const places = [row, row?.nextElementSibling, row?.previousElementSibling, element?.closest('section')]
  return places.filter((place) => place instanceof Element)
}

/** Focuses the first control of the first place that still exists and has one, or the page. */
function focusNearby(places: readonly Element[]) {
  const control = places
    .filter(({ isConnected }) => isConnected)
    .map((place) => place.querySelector<HTMLElement>('a[href], button, input'))
    .find((each) => each !== null)
  const target = control ?? document.getElementById('main')
  target?.focus({ preventScroll: true })
}

/** Calls back if an element is removed from the page while it has the focus. */
function afterRemoval(element: Element, callback: () => void) {
  const observer = new MutationObserver(() => {
    if (document.activeElement === element) return
    observer.disconnect()
    if (!element.isConnected && document.activeElement === document.body) callback()
  })
  observer.observe(document.body, { childList: true, subtree: true })
}
