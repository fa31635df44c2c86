import { Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { storedInvitation, takeInvitation } from '../features/accounts/invitation.ts'
import { SignedOutPage } from '../features/accounts/SignedOutPage.tsx'
import { SignUpForm } from '../features/accounts/SignUpForm.tsx'
import { SsoSignIn } from '../features/accounts/SsoSignIn.tsx'
import { PagePending } from '../shell/PagePending.tsx'
import { TextLink } from '../ui/layout/links.tsx'

export const Route = createFileRoute('/sign-up')({
  beforeLoad: ({ location }) => {
    if (takeInvitation(location)) throw redirect({ to: '/sign-up', replace: true })
  },
  loader: ({ context: { visitor, queryClient } }) =>
    queryClient.ensureQueryData(visitor.trpc.accounts.welcome.queryOptions()),
  component: SignUpPage,
  pendingComponent: PagePending,
})

const lead =
  'Stepkey manages the credentials of your integration flows. It verifies each one, stores it encrypted, and protects it while an active flow uses it.'

function SignUpPage() {
  const { visitor } = Route.useRouteContext()
  const { data: welcome } = useSuspenseQuery(visitor.trpc.accounts.welcome.queryOptions())
  const maySignUp =
    welcome.signUp === 'open' || (welcome.signUp === 'invited' && storedInvitation() !== undefined)
  return (
    <SignedOutPage
      title={welcome.firstVisit ? 'Welcome to Stepkey' : 'Create an account'}
      lead={lead}
      aside={
        !welcome.firstVisit && (
          <>
            Already have an account?{' '}
            <TextLink to="/sign-in" underline="always">
              Sign in
            </TextLink>
          </>
        )
      }
    >
      {maySignUp ? (
        <SignUpForm />
      ) : (
        <Text>{welcome.signUp === 'off' ? closedMessage : inviteOnlyMessage}</Text>
      )}
      <SsoSignIn
        providers={welcome.signInProviders}
        redirect={undefined}
        // The link for the first account is not an invitation to an organization.
        invitation={welcome.firstVisit ? undefined : storedInvitation()}
      />
    </SignedOutPage>
  )
}

const closedMessage = 'This Stepkey accepts no new accounts. Ask your administrator.'
const inviteOnlyMessage =
  'Sign-up is by invitation only. Ask your administrator for a link. For the first account, use the link in the server log.'
