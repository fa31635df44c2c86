import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { SignIn } from '@stepkey/shared/account'
import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { sentenceOf } from '../api.ts'
import { ErrorText } from '../ui/ErrorText.tsx'
import { useEntry } from './useEntry.ts'
import { useEntryForm } from './useEntryForm.ts'

export function SignInForm({ redirect }: { redirect: string | undefined }) {
  const { visitor } = useRouteContext({ from: '__root__' })
  const enter = useEntry(redirect)
  const { input, element, onSubmit, showRefusal } = useEntryForm(SignIn, { email: '', password: '' })
  const signIn = useMutation(
    visitor.trpc.accounts.signIn.mutationOptions({ gcTime: 0, onSuccess: enter, onError: showRefusal }),
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
        />
        {signIn.error && <ErrorText>{sentenceOf(signIn.error)}</ErrorText>}
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
