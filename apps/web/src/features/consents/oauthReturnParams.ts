/** The redirect paths. Providers that users configure themselves each have their own path. */
const REDIRECT_PATHS = /^\/oauth\/(?:callback|return\/[^/]+)$/

/**
 * The parameters of an OAuth redirect and its `path`. They are removed from the URL before the router reads it: the router
 * would parse values as numbers, and the browser's history would keep them.
 */
export const oauthReturnParams = takeParams()

function takeParams(): Record<string, string> {
  const { pathname: path, search } = window.location
  if (!REDIRECT_PATHS.test(path) || search === '') return {}
  window.history.replaceState(null, '', path)
  return { ...Object.fromEntries(new URLSearchParams(search)), path }
}
