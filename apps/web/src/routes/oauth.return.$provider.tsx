import { createFileRoute } from '@tanstack/react-router'
import { OAuthReturnPage } from '../features/consent-window/OAuthReturnPage.tsx'
import { deliverReturn } from '../features/consent-window/oauthReturn.ts'
import { LocalizedPageError } from '../shell/LocalizedPageError.tsx'
import { PagePending } from '../shell/PagePending.tsx'

/** The redirect URL of user-configured providers. Each has its own path, which prevents mix-up attacks (RFC 9700). */
export const Route = createFileRoute('/oauth/return/$provider')({
  staleTime: Number.POSITIVE_INFINITY,
  loader: ({ context: { visitor } }) => deliverReturn(visitor),
  component: () => <OAuthReturnPage {...Route.useLoaderData()} />,
  errorComponent: LocalizedPageError,
  pendingComponent: PagePending,
})
