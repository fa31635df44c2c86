import { Alert, Button, Divider, Stack } from '@mantine/core'
import { IconAlertTriangle, IconBuilding } from '@tabler/icons-react'
import { useSecretCall } from '../../api/useSecretCall.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'

/** Why the company's sign-in let nobody in: the server names it in the address it sends the browser back to. */
const problems = {
  email_taken:
    'There is an account with your e-mail address already. Sign in with its password: an address alone opens no account.',
  no_email: 'Your company’s sign-in tells no e-mail address, and Stepkey needs one. Ask whoever runs it.',
  no_new_accounts: 'This Stepkey takes no new accounts. Ask whoever runs it.',
  expired: 'That took too long, or was started in another window. Try again.',
  refused: 'Your company’s sign-in did not let you in. Try again, or ask whoever runs it.',
  unavailable: 'Your company’s sign-in can’t be reached right now. Try again in a moment.',
}
export type SsoProblem = keyof typeof problems

export const isSsoProblem = (problem: unknown): problem is SsoProblem =>
  typeof problem === 'string' && Object.hasOwn(problems, problem)

export function SsoProblemNotice({ problem }: { problem: SsoProblem }) {
  return (
    <Alert color="amber" icon={<IconAlertTriangle />} role="alert">
      {problems[problem]}
    </Alert>
  )
}

interface CompanySignInProps {
  company: string
  redirect: string | undefined
  /** Taken along, to be there when the browser comes back. */
  invitation: string | undefined
}

/** Leaves for the company's sign-in: a page of its own, so an ordinary link; unless there is a secret to take along. */
export function SsoSignIn({ company, redirect, invitation }: CompanySignInProps) {
  const { run, isPending, error } = useSecretCall()
  const query = redirect ? `?redirect=${encodeURIComponent(redirect)}` : ''
  const way =
    invitation === undefined
      ? { component: 'a' as const, href: `/auth/oidc/start${query}` }
      : { onClick: () => run(() => leaveWith(invitation)), loading: isPending }
  return (
    <Stack mt="md">
      <Divider label="or" />
      <Button {...way} variant="default" leftSection={<IconBuilding size={16} aria-hidden />}>
        Sign in with {company}
      </Button>
      <FormError of={error} />
    </Stack>
  )
}

/** The server remembers the invitation meanwhile, so that it stands in no address. */
async function leaveWith(invitation: string) {
  const response = await fetch('/auth/oidc/start', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invitation }),
  })
  if (!response.ok) throw new Error('The server did not say where to go.')
  const { url } = await response.json()
  window.location.assign(url)
}
