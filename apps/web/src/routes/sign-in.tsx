import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { CompanyProblemNotice, CompanySignIn, isCompanyProblem } from '../accounts/CompanySignIn.tsx'
import { EntryPage } from '../accounts/EntryPage.tsx'
import { redirectParam } from '../accounts/redirectParam.ts'
import { SignInForm } from '../accounts/SignInForm.tsx'
import { TextLink } from '../ui/links.tsx'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search: Record<string, unknown>) => ({
    ...redirectParam(search),
    ...(isCompanyProblem(search.problem) && { problem: search.problem }),
  }),
  component: SignInPage,
})

function SignInPage() {
  const { redirect, problem } = Route.useSearch()
  const { visitor } = Route.useRouteContext()
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  return (
    <EntryPage
      title="Sign in"
      lead={redirect ? 'Sign in to go on where you were.' : 'Good to see you again.'}
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
        <SignInForm redirect={redirect} />
      </Stack>
      {welcome?.company && <CompanySignIn company={welcome.company} redirect={redirect} />}
    </EntryPage>
  )
}
