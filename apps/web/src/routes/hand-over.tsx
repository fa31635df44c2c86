import { createFileRoute, redirect } from '@tanstack/react-router'
import { codeOf, createApi } from '../api/api.ts'
import { BrandedPage } from '../features/branding/BrandedPage.tsx'
import { componentDefinition } from '../features/catalog/componentDefinition.ts'
import { InvalidRequestLink } from '../features/credential-requests/InvalidRequestLink.tsx'
import { ProvideCredential } from '../features/credential-requests/ProvideCredential.tsx'
import { requestSecret } from '../features/credential-requests/requestSecret.ts'
import { LocalizedPageError } from '../shell/LocalizedPageError.tsx'
import { PagePending } from '../shell/PagePending.tsx'
import { LeaveGuard } from '../ui/dialog/LeaveGuard.tsx'
import { loadLocale } from '../ui/language/Localized.tsx'
import { localeFor } from '../ui/language/locale.ts'

export const Route = createFileRoute('/hand-over')({
  beforeLoad: ({ location }) => {
    if (requestSecret.take(location)) throw redirect({ to: '/hand-over', replace: true })
  },
  // The link is validated on every visit.
  staleTime: 0,
  gcTime: 0,
  loader: async ({ context: { visitor, queryClient } }) => {
    const secret = requestSecret.read()
    await loadLocale(localeFor(undefined))
    if (secret === undefined) return { hadLink: false }
    const request = await visitor.client.requests.redeem.mutate({ secret }).catch((error: unknown) => {
      if (codeOf(error) !== 'not_found') throw error
      requestSecret.forget()
    })
    if (!request) return { hadLink: true }
    await loadLocale(localeFor(request.locale))
    const api = createApi({ queryClient, connectToken: () => request.token })
    const component = await queryClient.fetchQuery({
      ...componentDefinition(api, request.componentId),
      // Another workspace may have another component with this id.
      staleTime: 0,
    })
    return { hadLink: true, redeemed: { request, secret, title: component?.title ?? request.componentId } }
  },
  component: CredentialRequestPage,
  errorComponent: LocalizedPageError,
  pendingComponent: PagePending,
})

function CredentialRequestPage() {
  const { hadLink, redeemed } = Route.useLoaderData()
  // The key resets the form if another link is opened in the same tab.
  return (
    <BrandedPage presentation={redeemed?.request ?? {}}>
      {redeemed ? (
        <LeaveGuard>
          <ProvideCredential key={redeemed.secret} {...redeemed} />
        </LeaveGuard>
      ) : (
        <InvalidRequestLink hadLink={hadLink} />
      )}
    </BrandedPage>
  )
}
