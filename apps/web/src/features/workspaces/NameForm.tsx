import { Stack, TextInput } from '@mantine/core'
import { CreateOrganization } from '@stepkey/shared/organization'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'

interface NameFormProps {
  initial: string
  submit: string
  onSubmit(name: string): Promise<unknown>
}

/** The name of an organization, new or old. */
export function NameForm({ initial, submit, onSubmit }: NameFormProps) {
  const checked = useValidatedForm(CreateOrganization, { name: initial })
  return (
    <form ref={checked.element} noValidate onSubmit={checked.onSubmit(({ name }) => onSubmit(name))}>
      <Stack>
        <TextInput
          {...checked.form.getInputProps('name')}
          label="Name of the organization"
          required
          autoComplete="organization"
          data-autofocus
        />
        <FormFooter problem={checked.problem} isPending={checked.isPending}>
          {submit}
        </FormFooter>
      </Stack>
    </form>
  )
}
