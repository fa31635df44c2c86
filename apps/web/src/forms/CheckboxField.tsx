import { Switch } from '@mantine/core'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'

/** A switch for a boolean field. */
export function CheckboxField({ field: { meta }, path }: FieldProps<'boolean'>) {
  const { form } = useSchemaForm()
  return (
    <Switch
      {...form.getInputProps(path, { type: 'checkbox' })}
      label={meta.label}
      description={helpFor(meta)}
    />
  )
}
