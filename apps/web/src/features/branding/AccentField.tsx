import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './AccentField.module.css'

interface AccentFieldProps {
  /** A colour such as `#1a73e8`, as far as it is entered. */
  value?: string
  onChange(value: string): void
  error?: ReactNode
}

/** Enters a colour as text, or picks it with the colour picker of the browser. */
export function AccentField({ value = '', onChange, error }: AccentFieldProps) {
  const isColour = /^#[\da-f]{6}$/i.test(value)
  return (
    <TextInput
      label="Accent"
      placeholder="#1a73e8"
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
      leftSection={
        <input
          type="color"
          className={classes.swatch}
          aria-label="Pick the accent"
          value={isColour ? value : '#ffffff'}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      }
      leftSectionPointerEvents="all"
    />
  )
}
