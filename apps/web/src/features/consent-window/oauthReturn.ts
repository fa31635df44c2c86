import type { Presentation } from '@stepkey/shared/branding'
import type { ConsentDelivered, DeliverConsent } from '@stepkey/shared/consent'
import type { Api } from '../../api/api.ts'
import { loadWindowLocale } from './windowLocale.ts'

/** The redirect paths. Providers that users configure themselves each have their own path. */
const REDIRECT_PATHS = /^\/oauth\/(?:callback|return\/[^/]+)$/

/**
 * What a provider sent this window back with. It is removed from the URL before the router reads it: the router would
 * parse values as numbers, and the browser's history would keep them.
 */
const oauthReturn = takeReturn()

function takeReturn(): DeliverConsent | undefined {
  const { pathname: path, search } = window.location
  if (!REDIRECT_PATHS.test(path) || search === '') return undefined
  window.history.replaceState(null, '', path)
  return { parameters: Object.fromEntries(new URLSearchParams(search)), path }
}

/** Brings the redirect to the server, for the page that began the consent. @returns the result, and how to show it */
export async function deliverReturn({
  client,
}: Api): Promise<ConsentDelivered & { presentation: Presentation }> {
  const delivered = oauthReturn
    ? await client.consents.deliver.mutate(oauthReturn)
    : ({ outcome: 'unknown' } as const)
  const { branding, locale } = 'continues' in delivered ? (delivered.continues ?? {}) : {}
  return { ...delivered, presentation: { locale: await loadWindowLocale(locale), branding } }
}
