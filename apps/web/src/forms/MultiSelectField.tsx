import { Checkbox, SimpleGrid } from '@mantine/core'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'

/** The maximum number of options in one column. */
const MAX_ONE_COLUMN = 8

/** Selects any number of options; shows the value below each label. */
export function MultiSelectField({ field: { meta, options, required }, path }: FieldProps<'several'>) {
  const { form } = useSchemaForm()
  const { error, ...input } = form.getInputProps(path)
  return (
    <Checkbox.Group
      {...input}
      error={error}
      label={meta.label}
      description={helpFor(meta)}
      required={required}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
    >
      <SimpleGrid
        cols={options.length > MAX_ONE_COLUMN ? { base: 1, xs: 2 } : 1}
        spacing="md"
        verticalSpacing="xs"
        mt={6}
        mb="xs"
      >
        {options.map(({ value, label }) => (
          <Checkbox
            key={value}
            value={value}
            label={label}
            description={value === label ? undefined : value}
            aria-invalid={error !== undefined}
            styles={{ body: { minWidth: 0 }, labelWrapper: { minWidth: 0 }, description: VALUE_STYLE }}
          />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  )
}

const VALUE_STYLE = {
  fontFamily: 'var(--mantine-font-family-monospace)',
  fontSize: 11,
  overflowWrap: 'anywhere',
  marginTop: 0,
} as const
