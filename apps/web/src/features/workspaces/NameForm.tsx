import { Stack, TextInput } from '@mantine/core'
import { CreateOrganization } from '@stepkey/shared/organization'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'

interface NameFormProps {
  initial: string
  submit: string
  onSubmit(name: string): Promise<unknown>
}

/** Edits the name of a new or an existing organization. */
export function NameForm({ initial, submit, onSubmit }: NameFormProps) {
  const validated = useValidatedForm(CreateOrganization, { name: initial })
  return (
    <form ref={validated.element} noValidate onSubmit={validated.onSubmit(({ name }) => onSubmit(name))}>
      <Stack>
        <TextInput
          {...validated.form.getInputProps('name')}
          label="Name of the organization"
          required
          autoComplete="organization"
          data-autofocus
        />
        <FormFooter problem={validated.problem} isPending={validated.isPending}>
          {submit}
        </FormFooter>
      </Stack>
    </form>
  )
}
