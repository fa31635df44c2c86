import { Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { keptInvitation, takeInvitation } from '../features/accounts/invitation.ts'
import { SignedOutPage } from '../features/accounts/SignedOutPage.tsx'
import { SignUpForm } from '../features/accounts/SignUpForm.tsx'
import { SsoSignIn } from '../features/accounts/SsoSignIn.tsx'
import { TextLink } from '../ui/layout/links.tsx'

export const Route = createFileRoute('/sign-up')({
  beforeLoad: ({ location }) => {
    if (takeInvitation(location)) throw redirect({ to: '/sign-up', replace: true })
  },
  loader: ({ context: { visitor, queryClient } }) =>
    queryClient.ensureQueryData(visitor.trpc.accounts.welcome.queryOptions()),
  component: SignUpPage,
})

const lead =
  'Stepkey keeps the keys of your integration flows: it proves that each one works, seals it, and never lets a running flow lose it.'

function SignUpPage() {
  const { visitor } = Route.useRouteContext()
  const { data: welcome } = useSuspenseQuery(visitor.trpc.accounts.welcome.queryOptions())
  const mayJoin =
    welcome.signUp === 'open' || (welcome.signUp === 'invited' && keptInvitation() !== undefined)
  return (
    <SignedOutPage
      title={welcome.firstVisit ? 'Welcome to Stepkey' : 'Create an account'}
      lead={lead}
      aside={
        !welcome.firstVisit && (
          <>
            You have an account? <TextLink to="/sign-in">Sign in</TextLink>
          </>
        )
      }
    >
      {mayJoin ? <SignUpForm /> : <Text>{welcome.signUp === 'off' ? closed : onlyInvited}</Text>}
      {welcome.company && (
        // The link for the first account leads to no organization.
        <SsoSignIn
          company={welcome.company}
          redirect={undefined}
          invitation={welcome.firstVisit ? undefined : keptInvitation()}
        />
      )}
    </SignedOutPage>
  )
}

const closed = 'This Stepkey takes no new accounts. Ask whoever runs it.'
const onlyInvited =
  'Here one can join with an invitation link only. Ask whoever runs this Stepkey for one; the link for the very first account was printed when it started.'
