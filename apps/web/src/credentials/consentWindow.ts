export interface ConsentWindow {
  goTo(url: string): void
  /** As far as can be told: a vendor may cut the connection to its window, which looks the same. */
  isClosed(): boolean
  close(): void
}

/**
 * Opens a window for the vendor. Only as a direct answer to a click: later, the browser blocks it.
 * @returns undefined when the browser blocked it
 */
export function openConsentWindow(): ConsentWindow | undefined {
  const opened = window.open('', 'stepkey-connect', 'popup,width=600,height=760')
  if (!opened) return undefined
  // The vendor's page must not be able to lead this one elsewhere.
  opened.opener = null
  opened.document.title = 'Stepkey'
  opened.document.body.textContent = 'One moment…'
  return {
    goTo: (url) => opened.location.replace(url),
    isClosed: () => opened.closed,
    close: () => opened.close(),
  }
}
