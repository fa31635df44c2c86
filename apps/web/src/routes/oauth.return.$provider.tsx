import { createFileRoute } from '@tanstack/react-router'
import { OAuthReturnPage } from '../features/consents/OAuthReturnPage.tsx'
import { oauthReturnParams } from '../features/consents/oauthReturnParams.ts'
import { PagePending } from '../shell/PagePending.tsx'

/** The redirect URL of user-configured providers. Each has its own path, which prevents mix-up attacks (RFC 9700). */
export const Route = createFileRoute('/oauth/return/$provider')({
  beforeLoad: () => ({ oauthReturnParams }),
  component: () => <OAuthReturnPage params={Route.useRouteContext().oauthReturnParams} />,
  pendingComponent: PagePending,
})
