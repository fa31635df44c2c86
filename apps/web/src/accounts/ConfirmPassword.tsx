import { Anchor, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { ConfirmPassword as Confirmation } from '@stepkey/shared/account'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useApi } from '../api.ts'
import { useAccount } from '../place.ts'
import { FormError } from '../ui/FormError.tsx'
import { useSecretCall } from '../useSecretCall.ts'
import { useEntryForm } from './useEntryForm.ts'
import { useSignInGate } from './useSignInGate.ts'

/** Makes sure that it is still the same person who sits there. */
export default function ConfirmPassword({
  onConfirmed,
  onCancel,
}: {
  onConfirmed(): void
  onCancel(): void
}) {
  const { client } = useApi()
  const account = useAccount()
  const { isClosed: isAskedToSignIn } = useSignInGate()
  const { run, isPending, error } = useSecretCall()
  const { input, element, onSubmit, showRefusal } = useEntryForm(Confirmation, { password: '' })
  const password = input('password')
  const { visitor } = useRouteContext({ from: '__root__' })
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const signInAgain = `/auth/oidc/start?again=1&redirect=${encodeURIComponent(window.location.pathname)}`

  async function confirm(values: { password: string }) {
    if (await run(() => client.accounts.confirmPassword.mutate(values), showRefusal)) onConfirmed()
  }

  return (
    <Modal
      opened
      onClose={onCancel}
      closeOnEscape={!isAskedToSignIn}
      title={<Text fw={650}>Your password, please</Text>}
    >
      <form ref={element} noValidate onSubmit={onSubmit(confirm)}>
        <Stack>
          <Text size="sm">
            This reaches far, so Stepkey makes sure that it is you. It won’t ask again for a few minutes.
          </Text>
          {/* For password managers: which account the password belongs to. */}
          <input type="hidden" name="username" autoComplete="username" value={account.email} />
          <PasswordInput
            {...password}
            aria-invalid={password.error !== undefined}
            label="Password"
            autoComplete="current-password"
            required
            data-autofocus
          />
          <FormError of={error} />
          {welcome?.company && (
            <Text size="sm">
              You came through {welcome.company} and have no password here?{' '}
              <Anchor inherit underline="always" href={signInAgain}>
                Sign in again
              </Anchor>
              , then repeat what you were doing.
            </Text>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending}>
              Go on
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
