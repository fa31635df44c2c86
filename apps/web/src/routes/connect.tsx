import { createFileRoute, redirect } from '@tanstack/react-router'
import { codeOf, createApi } from '../api/api.ts'
import { BrandedPage } from '../features/branding/BrandedPage.tsx'
import { componentDefinition } from '../features/catalog/componentDefinition.ts'
import { ConnectByLink } from '../features/connect-links/ConnectByLink.tsx'
import { connectLinkSecret } from '../features/connect-links/connectLinkSecret.ts'
import { InvalidConnectLink } from '../features/connect-links/InvalidConnectLink.tsx'
import { LocalizedPageError } from '../shell/LocalizedPageError.tsx'
import { PagePending } from '../shell/PagePending.tsx'
import { LeaveGuard } from '../ui/dialog/LeaveGuard.tsx'
import { loadLocale } from '../ui/language/Localized.tsx'
import { localeFor } from '../ui/language/locale.ts'

export const Route = createFileRoute('/connect')({
  beforeLoad: ({ location }) => {
    if (connectLinkSecret.take(location)) throw redirect({ to: '/connect', replace: true })
  },
  // The link is validated on every visit.
  staleTime: 0,
  gcTime: 0,
  loader: async ({ context: { visitor, queryClient } }) => {
    const secret = connectLinkSecret.read()
    await loadLocale(localeFor(undefined))
    if (secret === undefined) return { hadLink: false }
    const opened = await visitor.client.connectSessions.open.mutate({ secret }).catch((error: unknown) => {
      if (codeOf(error) !== 'not_found') throw error
      connectLinkSecret.forget()
    })
    if (!opened) return { hadLink: true }
    await loadLocale(localeFor(opened.locale))
    const [only] = opened.componentIds.length === 1 ? opened.componentIds : []
    const api = createApi({ queryClient, connectToken: () => opened.token })
    // Another workspace may have another component with this id.
    const component =
      only === undefined
        ? undefined
        : await queryClient.fetchQuery({ ...componentDefinition(api, only), staleTime: 0 })
    return { hadLink: true, link: { opened, secret, title: component?.title } }
  },
  component: ConnectPage,
  errorComponent: LocalizedPageError,
  pendingComponent: PagePending,
})

function ConnectPage() {
  const { hadLink, link } = Route.useLoaderData()
  // The key resets the form if another link is opened in the same tab.
  return (
    <BrandedPage presentation={link?.opened ?? {}}>
      {link ? (
        <LeaveGuard>
          <ConnectByLink key={link.secret} {...link} />
        </LeaveGuard>
      ) : (
        <InvalidConnectLink hadLink={hadLink} />
      )}
    </BrandedPage>
  )
}
