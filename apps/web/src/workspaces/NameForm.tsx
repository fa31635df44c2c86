import { Stack, TextInput } from '@mantine/core'
import { CreateOrganization } from '@stepkey/shared/organization'
import { useCheckedForm } from '../forms/useCheckedForm.ts'
import { FormFoot } from '../ui/FormFoot.tsx'

interface NameFormProps {
  initial: string
  submit: string
  onSubmit(name: string): Promise<unknown>
}

/** The name of an organization, new or old. */
export function NameForm({ initial, submit, onSubmit }: NameFormProps) {
  const checked = useCheckedForm(CreateOrganization, { name: initial })
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
        <FormFoot problem={checked.problem} isPending={checked.isPending}>
          {submit}
        </FormFoot>
      </Stack>
    </form>
  )
}
