import { Checkbox, Stack } from '@mantine/core'
import type { NoticeKind } from '@stepkey/shared/notice'
import type { ReactNode } from 'react'
import { KINDS, kindLabels } from './noticeLabels.ts'

interface KindChoiceProps {
  label: string
  value: NoticeKind[]
  onChange(kinds: NoticeKind[]): void
  error?: ReactNode
  isDisabled?: boolean
}

/** Chooses what a user or a channel is told of. */
export function KindChoice({ label, value, onChange, error, isDisabled }: KindChoiceProps) {
  return (
    <Checkbox.Group
      label={label}
      value={value}
      onChange={(kinds) => onChange(kinds as NoticeKind[])}
      error={error}
    >
      <Stack gap="sm" mt="xs">
        {KINDS.map((kind) => (
          <Checkbox
            key={kind}
            value={kind}
            label={kindLabels[kind].title}
            description={kindLabels[kind].description}
            disabled={isDisabled}
            aria-invalid={error !== undefined}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
