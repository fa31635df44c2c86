/** Where vendors send people back to. */
const CALLBACK = '/oauth/callback'

/**
 * What a vendor sent the person back with. It is taken out of the address before anything else looks at it: the router
 * would read numbers into it, and the browser's history would keep it.
 */
export const brought = takeOut()

function takeOut(): Record<string, string> {
  const { pathname, search } = window.location
  if (pathname !== CALLBACK || search === '') return {}
  window.history.replaceState(null, '', pathname)
  return Object.fromEntries(new URLSearchParams(search))
}
