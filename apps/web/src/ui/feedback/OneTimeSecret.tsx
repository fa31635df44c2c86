import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyField } from '../inputs/CopyField.tsx'

interface ShownOnceProps {
  label: string
  value: string
  /** That it can't be shown again, and what to do with it now. */
  children: ReactNode
}

/** A secret that Stepkey made, in the one moment in which it can be copied. */
export function OneTimeSecret({ label, value, children }: ShownOnceProps) {
  return (
    <Stack gap="xs">
      <CopyField label={label} value={value} isFirst />
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </Stack>
  )
}
