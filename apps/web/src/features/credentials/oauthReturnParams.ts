/** Where vendors send people back to: the providers that people type each have a path of their own. */
const WAYS_BACK = /^\/oauth\/(?:callback|return\/[^/]+)$/

/**
 * What a vendor sent the person back with, and the `path` that it was sent to. It is taken out of the address before
 * anything else looks at it: the router would read numbers into it, and the browser's history would keep it.
 */
export const oauthReturnParams = takeOut()

function takeOut(): Record<string, string> {
  const { pathname: path, search } = window.location
  if (!WAYS_BACK.test(path) || search === '') return {}
  window.history.replaceState(null, '', path)
  return { ...Object.fromEntries(new URLSearchParams(search)), path }
}
