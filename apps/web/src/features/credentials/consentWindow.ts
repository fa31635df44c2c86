export interface ConsentWindow {
  goTo(url: string): void
  /** As far as can be told: a vendor may cut the connection to its window, which looks the same. */
  isClosed(): boolean
  /** As long as nobody else's page is in it: then it is not ours to close any more. */
  close(): void
}

/**
 * Opens a window for the vendor. Only as a direct answer to a click: later, the browser blocks it.
 * @returns undefined when the browser blocked it
 */
export function openConsentWindow(): ConsentWindow | undefined {
  const opened = window.open('', '_blank', 'popup,width=600,height=760')
  if (!opened) return undefined
  // The vendor's page must not be able to lead this one elsewhere.
  opened.opener = null
  opened.document.title = 'Stepkey'
  opened.document.body.textContent = 'One moment…'
  return {
    goTo: (url) => opened.location.replace(url),
    isClosed: () => opened.closed,
    close: () => isOurs(opened) && opened.close(),
  }
}

function isOurs(opened: Window): boolean {
  try {
    return opened.document !== null
  } catch {
    return false
  }
}
