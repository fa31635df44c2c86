import { Paper, PasswordInput, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { ChangePassword } from '@stepkey/shared/account'
import { useQueryClient } from '@tanstack/react-query'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useAccount } from '../../workspace/workspaceScope.ts'

/** Changes the password of the signed-in user. */
export function ChangePasswordForm() {
  const { client, trpc } = useApi()
  const { email } = useAccount()
  const queryClient = useQueryClient()
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(ChangePassword, {
    oldPassword: '',
    newPassword: '',
  })

  async function change(values: { oldPassword: string; newPassword: string }) {
    await client.accounts.changePassword.mutate(values)
    form.reset()
    notifications.show({
      color: 'leaf',
      title: 'Your password was changed',
      message: 'All your other sessions were signed out.',
    })
    await queryClient.invalidateQueries(trpc.sessions.pathFilter())
  }

  const password = (name: 'oldPassword' | 'newPassword') => {
    const props = form.getInputProps(name)
    return { ...props, 'aria-invalid': props.error !== undefined, required: true }
  }
  return (
    <Paper withBorder radius="lg" p={{ base: 'md', sm: 'lg' }}>
      <form ref={element} noValidate onSubmit={onSubmit(change)} aria-label="Change password">
        <Stack maw={420}>
          {/* Tells password managers which account the password belongs to. */}
          <input type="hidden" name="username" autoComplete="username" value={email} />
          <PasswordInput
            {...password('oldPassword')}
            label="Current password"
            autoComplete="current-password"
          />
          <PasswordInput
            {...password('newPassword')}
            label="New password"
            description="At least 10 characters. A few words are easier to remember than symbols."
            autoComplete="new-password"
          />
          <FormError of={problem} />
          <BusyButton type="submit" isWaiting={isPending} style={{ alignSelf: 'flex-start' }}>
            Change password
          </BusyButton>
        </Stack>
      </form>
    </Paper>
  )
}
