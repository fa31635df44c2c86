import { createFileRoute } from '@tanstack/react-router'
import { OAuthReturnPage } from '../features/consents/OAuthReturnPage.tsx'
import { oauthReturnParams } from '../features/consents/oauthReturnParams.ts'
import { PagePending } from '../shell/PagePending.tsx'

/** The redirect URL of providers that components define. */
export const Route = createFileRoute('/oauth/callback')({
  // Not in the component, which loads after the router has parsed the URL.
  beforeLoad: () => ({ oauthReturnParams }),
  component: () => <OAuthReturnPage params={Route.useRouteContext().oauthReturnParams} />,
  pendingComponent: PagePending,
})
