import { Text } from '@mantine/core'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { codeOf } from '../api/api.ts'
import { AcceptInvitation } from '../features/accounts/AcceptInvitation.tsx'
import { forgetInvitation, keptInvitation, takeInvitation } from '../features/accounts/invitation.ts'
import { SignedOutPage } from '../features/accounts/SignedOutPage.tsx'
import { roleLabels } from '../features/people/roleLabels.ts'
import { TextLink } from '../ui/layout/links.tsx'

export const Route = createFileRoute('/join')({
  beforeLoad: ({ location }) => {
    if (takeInvitation(location)) throw redirect({ to: '/join', replace: true })
  },
  // What an invitation is worth is asked each time.
  staleTime: 0,
  gcTime: 0,
  loader: async ({ context: { visitor, queryClient } }) => {
    const secret = keptInvitation()
    const [preview, me, welcome] = await Promise.all([
      secret === undefined
        ? undefined
        : visitor.client.invitations.preview.mutate({ secret }).catch(unless('not_found')),
      queryClient.fetchQuery(visitor.trpc.accounts.me.queryOptions()).catch(unless('unauthorized')),
      queryClient.fetchQuery(visitor.trpc.accounts.welcome.queryOptions()),
    ])
    // A link that is of no use must not stand in the way of signing up.
    if (!preview) forgetInvitation()
    return { preview, me, welcome, hadLink: secret !== undefined }
  },
  component: JoinPage,
})

/** This answer is expected, and means that there is nothing. */
const unless = (code: ReturnType<typeof codeOf>) => (error: unknown) => {
  if (codeOf(error) !== code) throw error
  return undefined
}

function JoinPage() {
  const { preview, me, welcome, hadLink } = Route.useLoaderData()
  if (!preview) {
    return (
      <SignedOutPage
        title={hadLink ? 'This invitation does not work any more' : 'You need an invitation link'}
        lead={hadLink ? spent : incomplete}
      >
        <Text size="sm">
          <TextLink to="/" inherit>
            {me ? 'Go to your credentials' : 'Sign in to Stepkey'}
          </TextLink>
        </Text>
      </SignedOutPage>
    )
  }
  const { organization, role } = preview
  return (
    <SignedOutPage
      title={`Join ${organization}`}
      lead={`You are invited to be ${roleLabels[role].withArticle}: you can ${roleLabels[role].can}.`}
    >
      <AcceptInvitation me={me} welcome={welcome} />
    </SignedOutPage>
  )
}

const spent =
  'It was used already, revoked, or has expired: each works once, within 7 days. Ask whoever sent it for a new one.'
const incomplete =
  'Open the whole link that you were sent, with everything after the # in it. If it is complete, ask for a new one.'
