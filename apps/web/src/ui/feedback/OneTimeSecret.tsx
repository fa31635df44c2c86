import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyField } from '../inputs/CopyField.tsx'

interface OneTimeSecretProps {
  label: string
  value: string
  /** A note that the secret is shown once, and what to do with it. */
  children: ReactNode
}

/** Shows a new secret once, with a copy button. */
export function OneTimeSecret({ label, value, children }: OneTimeSecretProps) {
  return (
    <Stack gap="xs">
      <CopyField label={label} value={value} isFirst />
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </Stack>
  )
}
