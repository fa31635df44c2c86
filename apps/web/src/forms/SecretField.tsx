import { Button, Group, PasswordInput, Text } from '@mantine/core'
import { trimLineBreaks } from '@stepkey/shared/fields'
import { type ClipboardEvent, useState } from 'react'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'
import { KeptSecret } from './KeptSecret.tsx'

/** A value that is never shown again once it is stored, only while it is being typed. */
export function SecretField({ field: { meta, required }, path }: FieldProps<'secret'>) {
  const { form, stored, secretsAgain } = useSchemaForm()
  const [pasted, setPasted] = useState('')
  const [replacing, setReplacing] = useState(false)
  const { onChange, value, ...input } = form.getInputProps(path)
  const isStored = stored.includes(path)
  const keep = () => form.setFieldValue(path, undefined)
  const remove = () => form.setFieldValue(path, null)

  if (isStored && value === null) {
    return <KeptSecret label={meta.label} says="Will be removed when you save" actions={[['Keep', keep]]} />
  }
  if (isStored && value === undefined && !secretsAgain) {
    const replace = () => {
      setReplacing(true)
      form.setFieldValue(path, '')
    }
    return (
      <KeptSecret
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

  /** An input of one line drops line breaks by itself and doesn't tell. */
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text')
    if (!/[\r\n]/.test(text)) return
    event.preventDefault()
    const trimmed = trimLineBreaks(text)
    const target = event.currentTarget
    target.setRangeText(
      trimmed.replace(/[\r\n]+/g, ''),
      target.selectionStart ?? 0,
      target.selectionEnd ?? 0,
      'end',
    )
    onChange(target.value)
    setPasted(
      /[\r\n]/.test(trimmed)
        ? 'What you pasted had several lines. They were joined into one: check that this is right.'
        : 'A line break at the end of what you pasted was removed.',
    )
  }

  return (
    <div>
      <PasswordInput
        {...input}
        value={value ?? ''}
        onChange={(event) => {
          setPasted('')
          onChange(event.currentTarget.value)
        }}
        onPaste={paste}
        label={meta.label}
        description={helpFor(meta)}
        placeholder={isStored && !secretsAgain ? 'Stored. Leave empty to keep it' : meta.placeholder}
        required={required && (!isStored || secretsAgain !== undefined)}
        autoFocus={replacing}
        aria-invalid={input.error !== undefined}
        autoComplete="new-password"
        data-1p-ignore
        data-bwignore
        data-lpignore="true"
        spellCheck={false}
        autoCapitalize="none"
        visibilityToggleButtonProps={{ 'aria-label': `Show ${meta.label} while typing` }}
      />
      <Text size="xs" c="var(--stepkey-warn)" role="status">
        {pasted}
        {isStored && secretsAgain}
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
