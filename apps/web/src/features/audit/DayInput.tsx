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

/** A day. Half-typed ones stay in the field: while a year is typed, it is one of long ago. */
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
