import { Checkbox, SimpleGrid } from '@mantine/core'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'

/** More than these are too long a way from top to bottom. */
const ONE_COLUMN = 8

/** Any number of a list: each with its words, and below them what it is really called. */
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
        cols={options.length > ONE_COLUMN ? { base: 1, xs: 2 } : 1}
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
            styles={{ body: { minWidth: 0 }, labelWrapper: { minWidth: 0 }, description: NAME }}
          />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  )
}

const NAME = {
  fontFamily: 'var(--mantine-font-family-monospace)',
  fontSize: 11,
  overflowWrap: 'anywhere',
  marginTop: 0,
} as const
