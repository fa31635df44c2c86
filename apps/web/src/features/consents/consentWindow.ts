/** The window in which the user grants access. */
export interface ConsentWindow {
  goTo(url: string): void
  /** Also true if the provider isolates its window (Cross-Origin-Opener-Policy). */
  isClosed(): boolean
  /** Closes the window, unless it shows a page of another origin. */
  close(): void
}

/**
 * Opens a window for the consent page of the provider. Call it directly in a click handler, or the browser blocks it.
 * @returns undefined when the browser blocked it
 */
export function openConsentWindow(): ConsentWindow | undefined {
  const opened = window.open('', '_blank', 'popup,width=600,height=760')
  if (!opened) return undefined
  // The provider's page must not be able to navigate this one.
  opened.opener = null
  opened.document.title = 'Stepkey'
  opened.document.body.textContent = 'One moment…'
  return {
    goTo: (url) => opened.location.replace(url),
    isClosed: () => opened.closed,
    close: () => isSameOrigin(opened) && opened.close(),
  }
}

function isSameOrigin(opened: Window): boolean {
  try {
    return opened.document !== null
  } catch {
    return false
  }
}
