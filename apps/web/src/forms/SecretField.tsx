import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'
import { SecretInput } from './SecretInput.tsx'
import { SecretTextInput } from './SecretTextInput.tsx'
import { StoredSecret } from './StoredSecret.tsx'

/** A value that is never shown again once it is stored, only while it is being typed. */
export function SecretField({ field: { meta, required }, path }: FieldProps<'secret'>) {
  const { form, stored, secretsAgain, bare, remark } = useSchemaForm()
  const [pasted, setPasted] = useState('')
  const [replacing, setReplacing] = useState(false)
  const { onChange, value, ...input } = form.getInputProps(path)
  const isStored = stored.includes(path)
  const settle = (value: undefined | null) => {
    setReplacing(false)
    form.setFieldValue(path, value)
  }
  const keep = () => settle(undefined)
  const remove = () => settle(null)

  if (isStored && value === null) {
    return <StoredSecret label={meta.label} says="Will be removed when you save" actions={[['Keep', keep]]} />
  }
  if (isStored && value === undefined && !secretsAgain) {
    const replace = () => {
      setReplacing(true)
      form.setFieldValue(path, '')
    }
    return (
      <StoredSecret
        label={meta.label}
        says="Stored. Leave empty to keep it"
        error={input.error}
        actions={
          required
            ? [['Replace', replace]]
            : [
                ['Replace', replace],
                ['Remove', remove],
              ]
        }
      />
    )
  }

  const Input = meta.multiline ? SecretTextInput : SecretInput
  return (
    <div>
      <Input
        {...input}
        value={value ?? ''}
        onChange={onChange}
        onNotice={setPasted}
        bare={(text) => bare(path, text)}
        label={meta.label}
        description={helpFor(meta)}
        placeholder={isStored && !secretsAgain ? 'Stored. Leave empty to keep it' : meta.placeholder}
        required={required && (!isStored || secretsAgain !== undefined)}
        autoFocus={replacing}
      />
      <Text size="xs" c="var(--stepkey-warn)" role="status">
        {[pasted, remark(path, value ?? ''), isStored && secretsAgain].filter(Boolean).join(' ')}
      </Text>
      {isStored && (
        <Group gap="xs" mt={4}>
          {!secretsAgain && (
            <Button variant="subtle" size="compact-xs" onClick={keep}>
              Keep the stored one
            </Button>
          )}
          {secretsAgain && !required && (
            <Button variant="subtle" size="compact-xs" onClick={remove}>
              Remove it instead
            </Button>
          )}
        </Group>
      )}
    </div>
  )
}
