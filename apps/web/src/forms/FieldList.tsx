import { Stack } from '@mantine/core'
import type { FieldDescription } from '@stepkey/shared/schema'
import type { ComponentType } from 'react'
import { ChoiceField } from './ChoiceField.tsx'
import { FlagField } from './FlagField.tsx'
import { MultilineField } from './MultilineField.tsx'
import { NumberField } from './NumberField.tsx'
import { SecretField } from './SecretField.tsx'
import { TextField } from './TextField.tsx'
import { VariantsField } from './VariantsField.tsx'

export interface FieldProps<Kind extends FieldDescription['kind'] = FieldDescription['kind']> {
  field: FieldDescription & { kind: Kind }
  /** Where the field's draft stands in the form: `values.server.host`. */
  path: string
}

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
export function FieldList({ fields, prefix = 'values' }: { fields: readonly FieldDescription[]; prefix?: string }) {
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
