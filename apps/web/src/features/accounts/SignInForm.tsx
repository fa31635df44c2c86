import { PasswordInput, Stack, TextInput } from '@mantine/core'
import { type Me, SignIn } from '@stepkey/shared/account'
import { useRouteContext } from '@tanstack/react-router'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'

interface SignInFormProps {
  /** The address to fill in, if the account is known. */
  email?: string
  onSignedIn(me: Me): void
}

/** Signs in with an e-mail address and a password. */
export function SignInForm({ email = '', onSignedIn }: SignInFormProps) {
  const { visitor } = useRouteContext({ from: '__root__' })
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(SignIn, { email, password: '' })
  const password = form.getInputProps('password')
  return (
    <form
      ref={element}
      noValidate
      onSubmit={onSubmit(async (values) => onSignedIn(await visitor.client.accounts.signIn.mutate(values)))}
    >
      <Stack>
        <TextInput
          {...form.getInputProps('email')}
          label="E-mail"
          type="email"
          autoComplete="username"
          required
        />
        <PasswordInput
          {...password}
          aria-invalid={password.error !== undefined}
          label="Password"
          autoComplete="current-password"
          required
          data-autofocus={email !== '' || undefined}
        />
        <FormError of={problem} />
        <BusyButton type="submit" isWaiting={isPending}>
          Sign in
        </BusyButton>
      </Stack>
    </form>
  )
}
