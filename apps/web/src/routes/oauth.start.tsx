import { createFileRoute, redirect } from '@tanstack/react-router'
import { StartConsentPage } from '../features/consent-window/StartConsentPage.tsx'
import { consentTicket, sameTabName, startConsent } from '../features/consent-window/startConsent.ts'
import { PagePending } from '../shell/PagePending.tsx'

/** The window that goes on to the page of a provider. */
export const Route = createFileRoute('/oauth/start')({
  beforeLoad: ({ location }) => {
    sameTabName.take(location)
    if (consentTicket.take(location)) throw redirect({ to: '/oauth/start', replace: true })
  },
  staleTime: Number.POSITIVE_INFINITY,
  loader: ({ context: { visitor } }) => startConsent(visitor),
  component: function StartPage() {
    return <StartConsentPage visitor={Route.useRouteContext().visitor} obstacle={Route.useLoaderData()} />
  },
  pendingComponent: PagePending,
})
