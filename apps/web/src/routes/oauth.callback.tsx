import { createFileRoute } from '@tanstack/react-router'
import { OAuthReturnPage } from '../features/credentials/OAuthReturnPage.tsx'
import { oauthReturnParams } from '../features/credentials/oauthReturnParams.ts'

/** Where the vendors that components know send people back to. */
export const Route = createFileRoute('/oauth/callback')({
  // Here, not in the component: that is loaded when the address has been read already.
  beforeLoad: () => ({ oauthReturnParams }),
  component: () => <OAuthReturnPage params={Route.useRouteContext().oauthReturnParams} />,
})
