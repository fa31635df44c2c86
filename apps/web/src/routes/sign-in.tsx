import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { CompanyProblemNotice, CompanySignIn, isCompanyProblem } from '../accounts/CompanySignIn.tsx'
import { EntryPage } from '../accounts/EntryPage.tsx'
import { keptInvitation, takeInvitation } from '../accounts/invitation.ts'
import { redirectParam } from '../accounts/redirectParam.ts'
import { SignInForm } from '../accounts/SignInForm.tsx'
import { useEntry } from '../accounts/useEntry.ts'
import { TextLink } from '../ui/links.tsx'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search: Record<string, unknown>) => ({
    ...redirectParam(search),
    ...(isCompanyProblem(search.problem) && { problem: search.problem }),
  }),
  // Whoever could not get in through the company brings his invitation back.
  beforeLoad: ({ location, search }) => {
    if (takeInvitation(location)) throw redirect({ to: '/sign-in', search, replace: true })
  },
  component: SignInPage,
})

function SignInPage() {
  const { redirect: goal, problem } = Route.useSearch()
  const { visitor } = Route.useRouteContext()
  const enter = useEntry(goal)
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  return (
    <EntryPage
      title="Sign in"
      lead={goal ? 'Sign in to go on where you were.' : 'Good to see you again.'}
      aside={
        welcome?.signUp === 'open' && (
          <>
            New here? <TextLink to="/sign-up">Create an account</TextLink>
          </>
        )
      }
    >
      <Stack>
        {problem && <CompanyProblemNotice problem={problem} />}
        <SignInForm onSignedIn={enter} />
      </Stack>
      {welcome?.company && (
        <CompanySignIn company={welcome.company} redirect={goal} invitation={keptInvitation()} />
      )}
    </EntryPage>
  )
}
