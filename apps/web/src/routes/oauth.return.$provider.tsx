import { createFileRoute } from '@tanstack/react-router'
import { OAuthReturnPage } from '../features/credentials/OAuthReturnPage.tsx'
import { oauthReturnParams } from '../features/credentials/oauthReturnParams.ts'

/** Where a provider that somebody typed sends people back to: each has a way of its own, so that none is taken for another. */
export const Route = createFileRoute('/oauth/return/$provider')({
  beforeLoad: () => ({ oauthReturnParams }),
  component: () => <OAuthReturnPage params={Route.useRouteContext().oauthReturnParams} />,
})
