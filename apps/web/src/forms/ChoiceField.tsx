import { Select } from '@mantine/core'
import { useTranslations } from 'use-intl'
import type { FieldProps } from './fieldProps.ts'
import { useSchemaForm } from './formContext.ts'
import { helpFor } from './Help.tsx'
import { SegmentedChoice } from './SegmentedChoice.tsx'

/** Selects one option: a segmented control if the options fit in a row, else a list. */
export function ChoiceField({ field, path }: FieldProps<'choice'>) {
  const t = useTranslations('form')
  const { form } = useSchemaForm()
  const { meta, options, required } = field
  const input = form.getInputProps(path)
  if (field.default !== undefined && fitsInARow(options)) {
    return <SegmentedChoice label={meta.label} help={helpFor(meta)} options={options} {...input} />
  }
  return (
    <Select
      {...input}
      label={meta.label}
      description={helpFor(meta)}
      placeholder={meta.placeholder ?? t('choose')}
      data={options}
      required={required}
      allowDeselect={!required && field.default === undefined}
      clearable={!required && field.default === undefined}
      clearButtonProps={{ size: '24px', 'aria-label': t('clear', { label: meta.label }) }}
    />
  )
}

function fitsInARow(options: readonly { label: string }[]): boolean {
  return options.length <= 3 && options.every(({ label }) => label.length <= 16)
}
