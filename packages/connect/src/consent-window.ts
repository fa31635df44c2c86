/** The window in which the user grants access. */
export interface ConsentWindow {
  /** Proves to the server that the window belongs to the consent that begins with it. Used once. */
  ticket: string
  /** The address of the window, for users whose browser blocks it. */
  url: string
  /** Returns the address to open in this tab instead. The page that comes back saves the credential. */
  inThisTab(name: string): string
  /** Whether the window opened, as far as the browser tells. */
  state(): 'open' | 'closed' | 'unknown'
  /** Closes the window, unless it is isolated from this page. */
  close(): void
}

/**
 * Opens the window that goes on to the page of the provider. Call it directly in a click handler, or the browser blocks
 * it. The consent begins afterwards; the window waits for it.
 * @param origin the public origin of Stepkey, to which the provider redirects
 * @param locale the language of the window
 */
export function openConsentWindow(origin: string, locale?: string): ConsentWindow {
  const ticket = newTicket()
  const fragment = new URLSearchParams({ ticket, ...(locale && { locale }) })
  const url = new URL(`/oauth/start#${fragment}`, origin).href
  // Null if the browser blocked it, and also if the page that embeds this one isolates itself (Cross-Origin-Opener-Policy).
  const opened = window.open(url, '_blank', 'popup,width=600,height=760')
  // The provider's page must not be able to navigate this one.
  if (opened) opened.opener = null
  return {
    ticket,
    url,
    inThisTab: (name) => `${url}&${new URLSearchParams({ name })}`,
    state: () => (opened === null ? 'unknown' : opened.closed ? 'closed' : 'open'),
    close: () => opened?.close(),
  }
}

/** Returns a random text of 256 bits, as base64url. */
function newTicket(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => ({ '+': '-', '/': '_' })[sign] ?? '')
}
