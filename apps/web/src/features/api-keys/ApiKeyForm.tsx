import { Stack, TextInput } from '@mantine/core'
import type { Scope } from '@stepkey/shared/access'
import { CreateApiKey } from '@stepkey/shared/api-key'
import { usePasswordGate } from '../../api/passwordGate.ts'
import { CheckboxList } from '../../forms/CheckboxList.tsx'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { expiryAfter, type Lifetime, lifetimes } from './expiry.ts'
import { KeyLimits } from './KeyLimits.tsx'
import { noLimits, toLimits } from './keyLimits.ts'
import { SCOPES, scopeLabels } from './scopeLabels.ts'
import { useApiKeysChanged } from './useApiKeysChanged.ts'

interface ApiKeyFormProps {
  onCreated(created: { name: string; key: string }): void
}

/** Creates an API key with a name, scopes and a lifetime. */
export function ApiKeyForm({ onCreated }: ApiKeyFormProps) {
  const { client } = useApi()
  const { withPassword } = usePasswordGate()
  const apiKeysChanged = useApiKeysChanged()
  const { form, element, onSubmit, isPending, problem } = useValidatedForm(
    CreateApiKey,
    { name: '', scopes: ['read'] as Scope[], lifetime: '90' as Lifetime, ...noLimits },
    ({ name, scopes, lifetime, ...limits }) => ({
      name,
      scopes,
      expiresAt: expiryAfter(lifetime, Date.now()),
      ...toLimits(limits),
    }),
  )

  async function create(input: CreateApiKey) {
    const result = await withPassword(() => client.apiKeys.create.mutate(input))
    if (!result) return
    onCreated({ name: result.apiKey.name, key: result.key })
    await apiKeysChanged()
  }

  return (
    <form ref={element} noValidate onSubmit={onSubmit(create)} aria-label="New API key">
      <Stack gap="lg">
        <TextInput
          {...form.getInputProps('name')}
          label="Name"
          description="Name the program that will use the key."
          placeholder="Flow engine, production"
          required
          autoComplete="off"
          data-1p-ignore
          data-autofocus
        />
        <CheckboxList
          {...form.getInputProps('scopes')}
          label="Permissions"
          required
          options={SCOPES.map((value) => {
            const { title, sentence } = scopeLabels[value]
            return { value, title, description: sentence }
          })}
        />
        <KeyLimits
          values={form.values}
          onChange={(change) => form.setValues(change)}
          ownersError={form.errors.owners?.toString()}
        />
        <SegmentedChoice
          label="Expires after"
          options={lifetimes}
          value={form.values.lifetime}
          onChange={(lifetime) => form.setFieldValue('lifetime', lifetime as Lifetime)}
          help={
            form.values.lifetime === 'never'
              ? 'The key works until it is revoked.'
              : 'After that, requests with this key are refused. Create a new key in time.'
          }
        />
        <FormFooter problem={problem} isPending={isPending}>
          Create key
        </FormFooter>
      </Stack>
    </form>
  )
}
