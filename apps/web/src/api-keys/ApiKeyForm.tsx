import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Scope } from '@stepkey/shared/access'
import { CreateApiKey } from '@stepkey/shared/api-key'
import { type FieldError, fieldErrors } from '@stepkey/shared/errors'
import { type FormEvent, useRef } from 'react'
import { usePasswordGate } from '../accounts/passwordGate.ts'
import { fieldErrorsOf, useApi } from '../api.ts'
import { focusFirstError } from '../forms/focusFirstError.ts'
import { SegmentedChoice } from '../forms/SegmentedChoice.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSecretCall } from '../useSecretCall.ts'
import { expiryAfter, type Lifetime, lifetimes } from './expiry.ts'
import { SCOPES, scopeWords } from './scopeWords.ts'
import { useApiKeysChanged } from './useApiKeysChanged.ts'

interface ApiKeyFormProps {
  onCreated(made: { name: string; key: string }): void
  onCancel(): void
}

/** What a new key is for, what it may do, and for how long. */
export function ApiKeyForm({ onCreated, onCancel }: ApiKeyFormProps) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const { run, isPending, error } = useSecretCall()
  const apiKeysChanged = useApiKeysChanged()
  const element = useRef<HTMLFormElement>(null)
  const form = useForm<{ name: string; scopes: Scope[]; lifetime: Lifetime }>({
    initialValues: { name: '', scopes: ['read'], lifetime: '90' },
  })

  function showErrors(errors: FieldError[]) {
    form.setErrors(Object.fromEntries(errors.map(({ path, message }) => [path, message])))
    focusFirstError(element.current)
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const { name, scopes, lifetime } = form.getValues()
    const parsed = CreateApiKey.safeParse({ name, scopes, expiresAt: expiryAfter(lifetime, Date.now()) })
    if (!parsed.success) return showErrors(fieldErrors(parsed.error))
    const answer = await run(
      () => withPassword(() => client.apiKeys.create.mutate(parsed.data)),
      (refusal) => showErrors(fieldErrorsOf(refusal)),
    )
    if (!answer) return
    onCreated({ name: answer.apiKey.name, key: answer.key })
    await apiKeysChanged()
  }

  return (
    <form ref={element} noValidate onSubmit={submit} aria-label="New API key">
      <Stack gap="lg">
        <TextInput
          {...form.getInputProps('name')}
          label="Name"
          description="Say which program it is for: that is how you will tell it from others."
          placeholder="Flow engine, production"
          required
          autoComplete="off"
          data-1p-ignore
          data-autofocus
        />
        <Checkbox.Group {...form.getInputProps('scopes')} label="What it may do" required>
          <Stack gap="sm" mt="xs">
            {SCOPES.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={scopeWords[scope].title}
                description={scopeWords[scope].sentence}
                aria-invalid={form.errors.scopes !== undefined}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <SegmentedChoice
          label="Expires after"
          options={lifetimes}
          value={form.values.lifetime}
          onChange={(lifetime) => form.setFieldValue('lifetime', lifetime as Lifetime)}
          help={
            form.values.lifetime === 'never'
              ? 'It works until somebody revokes it.'
              : 'From then on it is refused. Make a new one before.'
          }
        />
        <FormError of={error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            Create key
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
