import { Text } from '@mantine/core'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { codeOf } from '../api/api.ts'
import { AcceptInvitation } from '../features/accounts/AcceptInvitation.tsx'
import { forgetInvitation, storedInvitation, takeInvitation } from '../features/accounts/invitation.ts'
import { SignedOutPage } from '../features/accounts/SignedOutPage.tsx'
import { roleLabels } from '../features/people/roleLabels.ts'
import { PagePending } from '../shell/PagePending.tsx'
import { TextLink } from '../ui/layout/links.tsx'
import { isolated } from '../ui/text/isolated.ts'

export const Route = createFileRoute('/join')({
  beforeLoad: ({ location }) => {
    if (takeInvitation(location)) throw redirect({ to: '/join', replace: true })
  },
  // The invitation is validated on every visit.
  staleTime: 0,
  gcTime: 0,
  loader: async ({ context: { visitor, queryClient } }) => {
    const secret = storedInvitation()
    const [preview, me, welcome] = await Promise.all([
      secret === undefined
        ? undefined
        : visitor.client.invitations.preview.mutate({ secret }).catch(ignoring('not_found')),
      queryClient.fetchQuery(visitor.trpc.accounts.me.queryOptions()).catch(ignoring('unauthorized')),
      queryClient.fetchQuery(visitor.trpc.accounts.welcome.queryOptions()),
    ])
    // An invalid invitation must not block sign-up.
    if (!preview) forgetInvitation()
    return { preview, me, welcome, hadLink: secret !== undefined }
  },
  component: JoinPage,
  pendingComponent: PagePending,
})

/** Maps an expected error code to undefined. */
const ignoring = (code: ReturnType<typeof codeOf>) => (error: unknown) => {
  if (codeOf(error) !== code) throw error
  return undefined
}

function JoinPage() {
  const { preview, me, welcome, hadLink } = Route.useLoaderData()
  if (!preview) {
    return (
      <SignedOutPage
        title={hadLink ? 'This invitation is no longer valid' : 'You need an invitation link'}
        lead={hadLink ? invalidMessage : incompleteMessage}
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
      title={`Join ${isolated(organization)}`}
      lead={`You are invited to be ${roleLabels[role].withArticle}: you can ${roleLabels[role].can}.`}
    >
      <AcceptInvitation me={me} welcome={welcome} />
    </SignedOutPage>
  )
}

const invalidMessage = 'It was already used, was revoked, or has expired. Ask the sender for a new one.'
const incompleteMessage =
  'Open the complete link, including everything after the #. If it is complete, ask the sender for a new one.'
