import { createFileRoute, redirect } from '@tanstack/react-router'
import { codeOf } from '../api.ts'
import { definitionOf } from '../components/definition.ts'
import { HandingOver } from '../requests/HandingOver.tsx'
import { forgetRequest, keptRequest, takeRequest } from '../requests/handOver.ts'
import { UnusableLink } from '../requests/UnusableLink.tsx'
import { LeaveGuard } from '../ui/LeaveGuard.tsx'

export const Route = createFileRoute('/hand-over')({
  beforeLoad: ({ location }) => {
    if (takeRequest(location)) throw redirect({ to: '/hand-over', replace: true })
  },
  // What a link is worth is asked each time.
  staleTime: 0,
  gcTime: 0,
  loader: async ({ context: { visitor, queryClient } }) => {
    const secret = keptRequest()
    if (secret === undefined) return { hadLink: false }
    const request = await visitor.client.requests.redeem.mutate({ secret }).catch((error: unknown) => {
      if (codeOf(error) !== 'not_found') throw error
      forgetRequest()
    })
    if (!request) return { hadLink: true }
    const component = await queryClient.ensureQueryData(definitionOf(request.componentId))
    return { hadLink: true, opened: { request, secret, title: component?.title ?? request.componentId } }
  },
  component: HandOverPage,
})

function HandOverPage() {
  const { hadLink, opened } = Route.useLoaderData()
  // Another link may be opened in the same tab.
  return opened ? (
    <LeaveGuard>
      <HandingOver key={opened.secret} {...opened} />
    </LeaveGuard>
  ) : (
    <UnusableLink hadLink={hadLink} />
  )
}
