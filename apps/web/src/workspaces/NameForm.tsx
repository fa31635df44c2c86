import { Button, Group, Stack, TextInput } from '@mantine/core'
import { CreateOrganization } from '@stepkey/shared/organization'
import { useMutation } from '@tanstack/react-query'
import { useEntryForm } from '../accounts/useEntryForm.ts'

import { FormError } from '../ui/FormError.tsx'

interface NameFormProps {
  initial: string
  submit: string
  onSubmit(name: string): Promise<unknown>
  onCancel(): void
}

/** The name of an organization, new or old. */
export function NameForm({ initial, submit, onSubmit, onCancel }: NameFormProps) {
  const {
    input,
    element,
    onSubmit: checked,
    showRefusal,
  } = useEntryForm(CreateOrganization, { name: initial })
  const send = useMutation({
    mutationFn: ({ name }: { name: string }) => onSubmit(name.trim()),
    onError: showRefusal,
  })
  return (
    <form ref={element} noValidate onSubmit={checked((values) => send.mutate(values))}>
      <Stack>
        <TextInput
          {...input('name')}
          label="Name of the organization"
          required
          autoComplete="organization"
          data-autofocus
        />
        <FormError of={send.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
