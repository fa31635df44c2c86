import { NumberInput } from '@mantine/core'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'

/** A number. What is out of range is told, not silently corrected. */
export function NumberField({ field, path }: FieldProps<'number'>) {
  const { form } = useSchemaForm()
  const { meta, required, integer, min, max } = field
  return (
    <NumberInput
      {...form.getInputProps(path)}
      label={meta.label}
      description={helpFor(meta)}
      placeholder={meta.placeholder}
      required={required}
      allowDecimal={!integer}
      min={min}
      max={max}
      clampBehavior="none"
      hideControls
      autoComplete="off"
      // Only the input: what is said about it needs the whole width.
      styles={{ wrapper: { maxWidth: 200 } }}
    />
  )
}
