import { Select } from '@mantine/core'
import { useTranslations } from 'use-intl'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'

interface MethodChoiceProps {
  methods: { value: string; label: string }[]
  value: string
  onChange(methodId: string): void
}

/** Chooses the authentication method: a segmented control for up to three methods, else a list. */
export function MethodChoice({ methods, value, onChange }: MethodChoiceProps) {
  const t = useTranslations('form')
  if (methods.length <= 3) {
    return <SegmentedChoice label={t('method')} options={methods} value={value} onChange={onChange} />
  }
  return (
    <Select
      label={t('method')}
      data={methods}
      value={value}
      onChange={(next) => next && onChange(next)}
      allowDeselect={false}
    />
  )
}
