import { Select } from '@mantine/core'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'

interface MethodChoiceProps {
  methods: { value: string; label: string }[]
  value: string
  onChange(methodId: string): void
}

/** Chooses the authentication method: a segmented control for up to three methods, else a list. */
export function MethodChoice({ methods, value, onChange }: MethodChoiceProps) {
  if (methods.length <= 3) {
    return <SegmentedChoice label="Method" options={methods} value={value} onChange={onChange} />
  }
  return (
    <Select
      label="Method"
      data={methods}
      value={value}
      onChange={(next) => next && onChange(next)}
      allowDeselect={false}
    />
  )
}
