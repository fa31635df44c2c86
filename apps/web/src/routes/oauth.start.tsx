import { createFileRoute, redirect } from '@tanstack/react-router'
import { BrandedPage } from '../features/branding/BrandedPage.tsx'
import { StartConsentPage } from '../features/consent-window/StartConsentPage.tsx'
import { consentTicket, sameTabName, startConsent } from '../features/consent-window/startConsent.ts'
import { loadWindowLocale, takeWindowLocale } from '../features/consent-window/windowLocale.ts'
import { LocalizedPageError } from '../shell/LocalizedPageError.tsx'
import { PagePending } from '../shell/PagePending.tsx'

/** The window that goes on to the page of a provider. */
export const Route = createFileRoute('/oauth/start')({
  beforeLoad: ({ location }) => {
    takeWindowLocale(location)
    sameTabName.take(location)
    if (consentTicket.take(location)) throw redirect({ to: '/oauth/start', replace: true })
  },
  staleTime: Number.POSITIVE_INFINITY,
  loader: async ({ context: { visitor } }) => {
    const locale = await loadWindowLocale()
    return { locale, obstacle: await startConsent(visitor) }
  },
  component: function StartPage() {
    const { locale, obstacle } = Route.useLoaderData()
    return (
      <BrandedPage presentation={{ locale }}>
        <StartConsentPage visitor={Route.useRouteContext().visitor} obstacle={obstacle} />
      </BrandedPage>
    )
  },
  errorComponent: LocalizedPageError,
  pendingComponent: PagePending,
})
