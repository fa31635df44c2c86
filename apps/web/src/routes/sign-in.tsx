import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { storedInvitation, takeInvitation } from '../features/accounts/invitation.ts'
import { redirectParam } from '../features/accounts/redirectParam.ts'
import { SignedOutPage } from '../features/accounts/SignedOutPage.tsx'
import { SignInForm } from '../features/accounts/SignInForm.tsx'
import { isSsoProblem, SsoProblemNotice, SsoSignIn } from '../features/accounts/SsoSignIn.tsx'
import { useSessionStart } from '../features/accounts/useSessionStart.ts'
import { PagePending } from '../shell/PagePending.tsx'
import { TextLink } from '../ui/layout/links.tsx'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search: Record<string, unknown>) => ({
    ...redirectParam(search),
    ...(isSsoProblem(search.problem) && { problem: search.problem }),
  }),
  // A failed single sign-on returns the invitation in the URL fragment.
  beforeLoad: ({ location, search }) => {
    if (takeInvitation(location)) throw redirect({ to: '/sign-in', search, replace: true })
  },
  component: SignInPage,
  pendingComponent: PagePending,
})

function SignInPage() {
  const { redirect: target, problem } = Route.useSearch()
  const { visitor } = Route.useRouteContext()
  const startSession = useSessionStart(target)
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  return (
    <SignedOutPage
      title="Sign in"
      lead={target ? 'Sign in to continue.' : 'Sign in to manage your credentials and flows.'}
      aside={
        welcome?.signUp === 'open' && (
          <>
            New here?{' '}
            <TextLink to="/sign-up" underline="always">
              Create an account
            </TextLink>
          </>
        )
      }
    >
      <Stack>
        {problem && <SsoProblemNotice problem={problem} />}
        <SignInForm onSignedIn={startSession} />
      </Stack>
      <SsoSignIn
        providers={welcome?.signInProviders ?? []}
        redirect={target}
        invitation={storedInvitation()}
      />
    </SignedOutPage>
  )
}
