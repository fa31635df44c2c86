import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type Me, SignIn } from '@stepkey/shared/account'
import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { FormError } from '../ui/FormError.tsx'
import { useEntryForm } from './useEntryForm.ts'

interface SignInFormProps {
  /** Who is expected. */
  email?: string
  onSignedIn(me: Me): void
}

export function SignInForm({ email = '', onSignedIn }: SignInFormProps) {
  const { visitor } = useRouteContext({ from: '__root__' })
  const { input, element, onSubmit, showRefusal } = useEntryForm(SignIn, { email, password: '' })
  const signIn = useMutation(
    visitor.trpc.accounts.signIn.mutationOptions({
      gcTime: 0,
      onSuccess: (me) => onSignedIn(me),
      onError: showRefusal,
    }),
  )
  const password = input('password')
  return (
    <form ref={element} noValidate onSubmit={onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        <TextInput {...input('email')} label="E-mail" type="email" autoComplete="username" required />
        <PasswordInput
          {...password}
          aria-invalid={password.error !== undefined}
          label="Password"
          autoComplete="current-password"
          required
          data-autofocus={email !== '' || undefined}
        />
        <FormError of={signIn.error} />
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
