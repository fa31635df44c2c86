import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { isDay } from './activitySearch.ts'

interface DayInputProps {
  label: string
  /** `2026-05-31` */
  day: string | undefined
  error?: string
  onChange(day: string | undefined): void
}

/** A date input. Keeps partly typed dates in the field: while the year is being typed, it is not valid yet. */
export function DayInput({ label, day, error, onChange }: DayInputProps) {
  const [text, setText] = useState(day ?? '')
  useEffect(() => {
    if (day) setText(day)
  }, [day])
  return (
    <TextInput
      type="date"
      label={label}
      value={text}
      error={error}
      onChange={({ currentTarget: { value } }) => {
        setText(value)
        if (value === '' || isDay(value)) onChange(value || undefined)
      }}
    />
  )
}
