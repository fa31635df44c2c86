import { Stack } from '@mantine/core'
import { chosenVariant, type FieldDescription } from '@stepkey/shared/schema'
import type { ComponentType } from 'react'
import { ChoiceField } from './ChoiceField.tsx'
import { FlagField } from './FlagField.tsx'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { MultilineField } from './MultilineField.tsx'
import { NumberField } from './NumberField.tsx'
import { SecretField } from './SecretField.tsx'
import { TextField } from './TextField.tsx'
import { VariantChoice } from './VariantChoice.tsx'

const widgets: { [Kind in FieldDescription['kind']]: ComponentType<FieldProps<Kind>> } = {
  text: TextField,
  secret: SecretField,
  multiline: MultilineField,
  number: NumberField,
  boolean: FlagField,
  choice: ChoiceField,
  variants: VariantsField,
}

/** The inputs for the fields of a schema, one below the other, in the order of the schema. */
export function FieldList({
  fields,
  prefix = 'values',
}: {
  fields: readonly FieldDescription[]
  prefix?: string
}) {
  return (
    <Stack gap="lg">
      {fields.map((field) => {
        const Widget = widgets[field.kind] as ComponentType<FieldProps>
        const path = `${prefix}.${field.name}`
        return <Widget key={path} field={field} path={path} />
      })}
    </Stack>
  )
}

/** A choice, and below it the fields of what is chosen. */
function VariantsField({ field, path }: FieldProps<'variants'>) {
  const { form } = useSchemaForm()
  const variant = chosenVariant(field, form.getInputProps(path).value)
  return (
    <>
      <VariantChoice field={field} path={path} />
      {variant && variant.fields.length > 0 && <FieldList fields={variant.fields} prefix={path} />}
    </>
  )
}
