import { Alert, Button, Divider, Stack } from '@mantine/core'
import type { Welcome } from '@stepkey/shared/account'
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
  providers: Welcome['signInProviders']
  redirect: string | undefined
  /** Kept by the server until the browser returns from the identity provider. */
  invitation: string | undefined
}

/** Offers single sign-on, if a provider is configured. */
export function SsoSignIn({ providers, ...way }: SsoSignInProps) {
  if (providers.length === 0) return null
  return (
    <Stack mt="md">
      <Divider label="or" />
      {providers.map((provider) => (
        <ProviderButton key={provider.id} provider={provider} {...way} />
      ))}
    </Stack>
  )
}

interface ProviderButtonProps extends Omit<SsoSignInProps, 'providers'> {
  provider: Welcome['signInProviders'][number]
}

/** Starts single sign-on: with a link, or with a POST request that carries the secret of an invitation. */
function ProviderButton({ provider: { id, title }, redirect, invitation }: ProviderButtonProps) {
  const { run, isPending, error } = useSecretCall()
  const buttonProps =
    invitation === undefined
      ? { component: 'a' as const, href: ssoAddress(id, redirect ? { redirect } : {}) }
      : { onClick: () => run(() => startWithInvitation(id, invitation)), loading: isPending }
  return (
    <>
      <Button {...buttonProps} variant="default" leftSection={<IconBuilding size={16} aria-hidden />}>
        Sign in with {title}
      </Button>
      <FormError of={error} />
    </>
  )
}

/** Returns the address that starts single sign-on with a provider. */
export function ssoAddress(providerId: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString()
  return `/auth/${providerId}/start${search && `?${search}`}`
}

/** Sends the invitation in a request body, so that it appears in no URL. */
async function startWithInvitation(providerId: string, invitation: string) {
  const response = await fetch(ssoAddress(providerId), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invitation }),
  })
  if (!response.ok) throw new Error('Single sign-on could not be started.')
  const { url } = await response.json()
  window.location.assign(url)
}
