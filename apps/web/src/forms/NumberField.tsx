import { NumberInput } from '@mantine/core'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'

/** A number input. Shows an error for a value out of range instead of correcting it. */
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
      // Limits only the input; the help text needs the full width.
      styles={{ wrapper: { maxWidth: 200 } }}
    />
  )
}
