import { Stack } from '@mantine/core'
import { chosenVariant, type FieldDescription } from '@stepkey/shared/schema'
import type { ComponentType } from 'react'
import { AdvancedFields } from './AdvancedFields.tsx'
import { CheckboxField } from './CheckboxField.tsx'
import { ChoiceField } from './ChoiceField.tsx'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { MultilineField } from './MultilineField.tsx'
import { MultiSelectField } from './MultiSelectField.tsx'
import { NumberField } from './NumberField.tsx'
import { SecretField } from './SecretField.tsx'
import { TextField } from './TextField.tsx'
import { VariantChoice } from './VariantChoice.tsx'

const widgets: { [Kind in FieldDescription['kind']]: ComponentType<FieldProps<Kind>> } = {
  text: TextField,
  secret: SecretField,
  multiline: MultilineField,
  number: NumberField,
  boolean: CheckboxField,
  choice: ChoiceField,
  several: MultiSelectField,
  variants: VariantsField,
}

interface FieldListProps {
  fields: readonly FieldDescription[]
  prefix?: string
}

/** Renders the inputs for the fields of a schema in its order; advanced fields come last. */
export function FieldList({ fields, prefix = 'values' }: FieldListProps) {
  const advanced = fields.filter(({ meta }) => meta.advanced)
  return (
    <Stack gap="lg">
      <Inputs fields={fields.filter(({ meta }) => !meta.advanced)} prefix={prefix} />
      {advanced.length > 0 && (
        <AdvancedFields fields={advanced} prefix={prefix}>
          <Inputs fields={advanced} prefix={prefix} />
        </AdvancedFields>
      )}
    </Stack>
  )
}

function Inputs({ fields, prefix }: Required<FieldListProps>) {
  return fields.map((field) => {
    const Widget = widgets[field.kind] as ComponentType<FieldProps>
    const path = `${prefix}.${field.name}`
    return <Widget key={path} field={field} path={path} />
  })
}

/** Selects a variant and renders its fields below. */
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
