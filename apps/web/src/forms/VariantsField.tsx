import { Select, Stack } from '@mantine/core'
import { chosenVariant } from '@stepkey/shared/schema'
import { FieldList, type FieldProps } from './FieldList.tsx'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'
import { SegmentedChoice } from './SegmentedChoice.tsx'

/** A choice on which other fields depend; those of the chosen variant stand below it. */
export function VariantsField({ field, path }: FieldProps<'variants'>) {
  const { form } = useSchemaForm()
  const { meta, variants, discriminator, required } = field
  const choice = form.getInputProps(`${path}.${discriminator}`)
  const variant = chosenVariant(field, { [discriminator]: choice.value })
  const few = variants.length <= 3 && (required || field.default !== undefined)
  return (
    <Stack gap="lg">
      {few ? (
        <SegmentedChoice label={meta.label} help={helpFor(meta)} options={variants} {...choice} />
      ) : (
        <Select
          {...choice}
          label={meta.label}
          description={helpFor(meta)}
          placeholder="Choose…"
          data={variants.map(({ value, label }) => ({ value, label }))}
          required={required}
          allowDeselect={false}
          clearable={!required && field.default === undefined}
          clearButtonProps={{ 'aria-label': `Clear ${meta.label}` }}
        />
      )}
      {variant && variant.fields.length > 0 && <FieldList fields={variant.fields} prefix={path} />}
    </Stack>
  )
}
