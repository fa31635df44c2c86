import { createFileRoute, redirect } from '@tanstack/react-router'
import { codeOf } from '../api/api.ts'
import { componentDefinition } from '../features/catalog/componentDefinition.ts'
import { InvalidRequestLink } from '../features/credential-requests/InvalidRequestLink.tsx'
import { ProvideCredential } from '../features/credential-requests/ProvideCredential.tsx'
import {
  forgetRequestToken,
  storedRequestToken,
  takeRequestToken,
} from '../features/credential-requests/requestToken.ts'
import { LeaveGuard } from '../ui/dialog/LeaveGuard.tsx'

export const Route = createFileRoute('/hand-over')({
  beforeLoad: ({ location }) => {
    if (takeRequestToken(location)) throw redirect({ to: '/hand-over', replace: true })
  },
  // What a link is worth is asked each time.
  staleTime: 0,
  gcTime: 0,
  loader: async ({ context: { visitor, queryClient } }) => {
    const secret = storedRequestToken()
    if (secret === undefined) return { hadLink: false }
    const request = await visitor.client.requests.redeem.mutate({ secret }).catch((error: unknown) => {
      if (codeOf(error) !== 'not_found') throw error
      forgetRequestToken()
    })
    if (!request) return { hadLink: true }
    const component = await queryClient.ensureQueryData(componentDefinition(request.componentId))
    return { hadLink: true, opened: { request, secret, title: component?.title ?? request.componentId } }
  },
  component: HandOverPage,
})

function HandOverPage() {
  const { hadLink, opened } = Route.useLoaderData()
  // Another link may be opened in the same tab.
  return opened ? (
    <LeaveGuard>
      <ProvideCredential key={opened.secret} {...opened} />
    </LeaveGuard>
  ) : (
    <InvalidRequestLink hadLink={hadLink} />
  )
}
