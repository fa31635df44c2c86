import { Textarea } from '@mantine/core'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'

/** An input for text of several lines. */
export function MultilineField({ field: { meta, required }, path }: FieldProps<'multiline'>) {
  const { form } = useSchemaForm()
  return (
    <Textarea
      {...form.getInputProps(path)}
      label={meta.label}
      description={helpFor(meta)}
      placeholder={meta.placeholder}
      required={required}
      autosize
      minRows={3}
      maxRows={12}
      spellCheck={false}
      autoComplete="off"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
    />
  )
}
