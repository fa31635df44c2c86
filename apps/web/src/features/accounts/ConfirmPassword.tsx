import { Anchor, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { ConfirmPassword as Confirmation } from '@stepkey/shared/account'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useSignInGate } from '../../api/useSignInGate.ts'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { useFocusReturn } from '../../ui/dialog/useFocusReturn.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useAccount } from '../../workspace/workspaceScope.ts'
import { ssoAddress } from './SsoSignIn.tsx'

/** Asks for the password again before a sensitive action (re-authentication). */
export default function ConfirmPassword({
  onConfirmed,
  onCancel,
}: {
  onConfirmed(): void
  onCancel(): void
}) {
  const { client } = useApi()
  const account = useAccount()
  const { isClosed: isSignInOpen } = useSignInGate()
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(Confirmation, { password: '' })
  const password = form.getInputProps('password')
  useFocusReturn()
  const { visitor } = useRouteContext({ from: '__root__' })
  const { data: welcome } = useQuery(visitor.trpc.accounts.welcome.queryOptions())
  const returnHere = { again: '1', redirect: window.location.pathname }

  async function confirm(values: { password: string }) {
    await client.accounts.confirmPassword.mutate(values)
    onConfirmed()
  }

  return (
    <Modal
      opened
      onClose={onCancel}
      closeOnEscape={!isSignInOpen}
      closeOnClickOutside={false}
      title={<Text fw={650}>Confirm your password</Text>}
    >
      <form ref={element} noValidate onSubmit={onSubmit(confirm)}>
        <Stack>
          <Text size="sm">Confirm your password to continue. You won’t be asked again for 10 minutes.</Text>
          {/* Tells password managers which account the password belongs to. */}
          <input type="hidden" name="username" autoComplete="username" value={account.email} />
          <PasswordInput
            {...password}
            aria-invalid={password.error !== undefined}
            label="Password"
            autoComplete="current-password"
            required
            data-autofocus
          />
          <FormError of={problem} />
          {welcome?.signInProviders.map(({ id, title }) => (
            <Text key={id} size="sm">
              You signed in with {title} and have no Stepkey password?{' '}
              <Anchor inherit underline="always" href={ssoAddress(id, returnHere)}>
                Sign in again
              </Anchor>
              , then repeat the action.
            </Text>
          ))}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <BusyButton type="submit" isWaiting={isPending}>
              Continue
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
