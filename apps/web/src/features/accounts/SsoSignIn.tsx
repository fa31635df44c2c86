import { Alert, Button, Divider, Stack } from '@mantine/core'
import { IconAlertTriangle, IconBuilding } from '@tabler/icons-react'
import { useSecretCall } from '../../api/useSecretCall.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'

/** Messages for a failed single sign-on. The server passes the key in the URL that it redirects to. */
const problems = {
  email_taken: 'An account with your e-mail address exists already. Sign in with its password.',
  no_email: 'Your identity provider sent no e-mail address, and Stepkey needs one. Ask your administrator.',
  no_new_accounts: 'This Stepkey accepts no new accounts. Ask your administrator.',
  expired: 'Sign-in took too long or was started in another window. Try again.',
  refused: 'Your identity provider refused the sign-in. Try again, or ask your administrator.',
  unavailable: 'Your identity provider can’t be reached right now. Try again in a moment.',
}
/** The key of a single sign-on failure. */
export type SsoProblem = keyof typeof problems

/** Returns whether a URL parameter is a known key. */
export const isSsoProblem = (problem: unknown): problem is SsoProblem =>
  typeof problem === 'string' && Object.hasOwn(problems, problem)

/** Shows why single sign-on failed. */
export function SsoProblemNotice({ problem }: { problem: SsoProblem }) {
  return (
    <Alert color="amber" icon={<IconAlertTriangle />} role="alert">
      {problems[problem]}
    </Alert>
  )
}

interface SsoSignInProps {
  company: string
  redirect: string | undefined
  /** Kept by the server until the browser returns from the identity provider. */
  invitation: string | undefined
}

/** Starts single sign-on: with a link, or with a POST request that carries the secret of an invitation. */
export function SsoSignIn({ company, redirect, invitation }: SsoSignInProps) {
  const { run, isPending, error } = useSecretCall()
  const query = redirect ? `?redirect=${encodeURIComponent(redirect)}` : ''
  const buttonProps =
    invitation === undefined
      ? { component: 'a' as const, href: `/auth/oidc/start${query}` }
      : { onClick: () => run(() => startWithInvitation(invitation)), loading: isPending }
  return (
    <Stack mt="md">
      <Divider label="or" />
      <Button {...buttonProps} variant="default" leftSection={<IconBuilding size={16} aria-hidden />}>
        Sign in with {company}
      </Button>
      <FormError of={error} />
    </Stack>
  )
}

/** Sends the invitation in a request body, so that it appears in no URL. */
async function startWithInvitation(invitation: string) {
  const response = await fetch('/auth/oidc/start', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invitation }),
  })
  if (!response.ok) throw new Error('Single sign-on could not be started.')
  const { url } = await response.json()
  window.location.assign(url)
}
