import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'
import { SecretInput } from './SecretInput.tsx'
import { SecretTextInput } from './SecretTextInput.tsx'
import { StoredSecret } from './StoredSecret.tsx'

/** An input for a secret. A stored secret is never shown; it can be kept, replaced or removed. */
export function SecretField({ field: { meta, required }, path }: FieldProps<'secret'>) {
  const t = useTranslations('secret')
  const { form, stored, firstField, reenterNotice, extractSecret, warnAbout } = useSchemaForm()
  const [notice, setNotice] = useState('')
  const [replacing, setReplacing] = useState(false)
  const { onChange, value, ...input } = form.getInputProps(path)
  const isStored = stored.includes(path)
  const setValue = (value: undefined | null) => {
    setReplacing(false)
    form.setFieldValue(path, value)
  }
  const keep = () => setValue(undefined)
  const remove = () => setValue(null)

  if (isStored && value === null) {
    return <StoredSecret label={meta.label} message={t('willBeRemoved')} actions={[[t('keep'), keep]]} />
  }
  if (isStored && value === undefined && !reenterNotice) {
    const replace = () => {
      setReplacing(true)
      form.setFieldValue(path, '')
    }
    return (
      <StoredSecret
        label={meta.label}
        message={t('stored')}
        error={input.error}
        actions={
          required
            ? [[t('replace'), replace]]
            : [
                [t('replace'), replace],
                [t('remove'), remove],
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
        onNotice={setNotice}
        extractSecret={(text) => extractSecret(path, text)}
        label={meta.label}
        description={helpFor(meta)}
        placeholder={isStored && !reenterNotice ? t('stored') : meta.placeholder}
        required={required && (!isStored || reenterNotice !== undefined)}
        autoFocus={replacing || path === firstField}
      />
      <Text size="xs" c="var(--stepkey-warn)" role="status">
        {[notice, warnAbout(path, value ?? ''), isStored && reenterNotice].filter(Boolean).join(' ')}
      </Text>
      {isStored && (
        <Group gap="xs" mt={4}>
          {!reenterNotice && (
            <Button variant="subtle" size="compact-xs" onClick={keep}>
              {t('keepStored')}
            </Button>
          )}
          {reenterNotice && !required && (
            <Button variant="subtle" size="compact-xs" onClick={remove}>
              {t('removeInstead')}
            </Button>
          )}
        </Group>
      )}
    </div>
  )
}
