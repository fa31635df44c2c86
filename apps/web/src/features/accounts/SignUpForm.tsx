import { PasswordInput, Stack, TextInput } from '@mantine/core'
import { type Me, SignUp } from '@stepkey/shared/account'
import { useRouteContext } from '@tanstack/react-router'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { forgetInvitation, storedInvitation } from './invitation.ts'
import { useSessionStart } from './useSessionStart.ts'

/** Creates an account; uses the stored invitation if there is one. */
export function SignUpForm() {
  const { visitor } = useRouteContext({ from: '__root__' })
  const startSession = useSessionStart(undefined)
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(
    SignUp,
    { name: '', email: '', password: '' },
    (values) => ({ ...values, invitation: storedInvitation() }),
  )

  /** Opens the organization first if the account was created with an invitation to one. */
  function openStepkey(me: Me) {
    forgetInvitation()
    startSession(
      me,
      me.workspaces.find(({ kind }) => kind === 'organization'),
    )
  }

  const password = form.getInputProps('password')
  return (
    <form
      ref={element}
      noValidate
      onSubmit={onSubmit(async (input) => openStepkey(await visitor.client.accounts.signUp.mutate(input)))}
    >
      <Stack>
        <TextInput {...form.getInputProps('name')} label="Your name" autoComplete="name" required />
        <TextInput
          {...form.getInputProps('email')}
          label="E-mail"
          type="email"
          autoComplete="email"
          required
        />
        <PasswordInput
          {...password}
          aria-invalid={password.error !== undefined}
          label="Password"
          description="At least 10 characters. A few words are easier to remember than symbols."
          autoComplete="new-password"
          required
        />
        <FormError of={problem} />
        <BusyButton type="submit" isWaiting={isPending}>
          Create account
        </BusyButton>
      </Stack>
    </form>
  )
}
