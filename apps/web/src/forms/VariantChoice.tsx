import { Select } from '@mantine/core'
import { useTranslations } from 'use-intl'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'
import { SegmentedChoice } from './SegmentedChoice.tsx'

/** Selects the variant that decides which other fields are shown. */
export function VariantChoice({ field, path }: FieldProps<'variants'>) {
  const t = useTranslations('form')
  const { form } = useSchemaForm()
  const { meta, variants, discriminator, required } = field
  const choice = form.getInputProps(`${path}.${discriminator}`)
  const error = choice.error ?? form.getInputProps(path).error
  const options = variants.map(({ value, label }) => ({ value, label }))
  const isClearable = !required && field.default === undefined
  if (options.length <= 3 && !isClearable) {
    return (
      <SegmentedChoice {...choice} label={meta.label} help={helpFor(meta)} options={options} error={error} />
    )
  }
  return (
    <Select
      {...choice}
      label={meta.label}
      description={helpFor(meta)}
      placeholder={t('choose')}
      data={options}
      required={required}
      error={error}
      allowDeselect={false}
      clearable={isClearable}
      clearButtonProps={{ size: '24px', 'aria-label': t('clear', { label: meta.label }) }}
    />
  )
}
