import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type Me, SignUp } from '@stepkey/shared/account'
import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { FormError } from '../ui/FormError.tsx'
import { forgetInvitation, keptInvitation } from './invitation.ts'
import { useEntry } from './useEntry.ts'
import { useEntryForm } from './useEntryForm.ts'

export function SignUpForm() {
  const { visitor } = useRouteContext({ from: '__root__' })
  const enter = useEntry(undefined)
  const { input, element, onSubmit, showRefusal } = useEntryForm(SignUp, {
    name: '',
    email: '',
    password: '',
  })
  const signUp = useMutation(
    visitor.trpc.accounts.signUp.mutationOptions({ gcTime: 0, onSuccess: welcome, onError: showRefusal }),
  )

  /** Who came with an invitation to an organization is a member of it now, and wants to see that. */
  function welcome(me: Me) {
    forgetInvitation()
    enter(
      me,
      me.workspaces.find(({ kind }) => kind === 'organization'),
    )
  }

  const password = input('password')
  return (
    <form
      ref={element}
      noValidate
      onSubmit={onSubmit((values) => signUp.mutate({ ...values, invitation: keptInvitation() }))}
    >
      <Stack>
        <TextInput {...input('name')} label="Your name" autoComplete="name" required />
        <TextInput {...input('email')} label="E-mail" type="email" autoComplete="email" required />
        <PasswordInput
          {...password}
          aria-invalid={password.error !== undefined}
          label="Password"
          description="At least 10 characters. A few words are easier to remember than signs."
          autoComplete="new-password"
          required
        />
        <FormError of={signUp.error} />
        <Button type="submit" loading={signUp.isPending}>
          Create account
        </Button>
      </Stack>
    </form>
  )
}
