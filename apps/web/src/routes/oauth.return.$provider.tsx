import { createFileRoute } from '@tanstack/react-router'
import { OAuthReturnPage } from '../features/consents/OAuthReturnPage.tsx'
import { deliverReturn } from '../features/consents/oauthReturn.ts'
import { PagePending } from '../shell/PagePending.tsx'

/** The redirect URL of user-configured providers. Each has its own path, which prevents mix-up attacks (RFC 9700). */
export const Route = createFileRoute('/oauth/return/$provider')({
  staleTime: Number.POSITIVE_INFINITY,
  loader: ({ context: { visitor } }) => deliverReturn(visitor),
  component: () => <OAuthReturnPage outcome={Route.useLoaderData()} />,
  pendingComponent: PagePending,
})
