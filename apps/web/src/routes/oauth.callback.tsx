import { createFileRoute } from '@tanstack/react-router'
import { OAuthReturnPage } from '../features/consents/OAuthReturnPage.tsx'
import { deliverReturn } from '../features/consents/oauthReturn.ts'
import { PagePending } from '../shell/PagePending.tsx'

/** The redirect URL of providers that components define. */
export const Route = createFileRoute('/oauth/callback')({
  staleTime: Number.POSITIVE_INFINITY,
  loader: ({ context: { visitor } }) => deliverReturn(visitor),
  component: () => <OAuthReturnPage outcome={Route.useLoaderData()} />,
  pendingComponent: PagePending,
})
