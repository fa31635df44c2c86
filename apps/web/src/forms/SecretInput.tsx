import { PasswordInput } from '@mantine/core'
import { trimLineBreaks } from '@stepkey/shared/fields'
import type { ClipboardEvent, ReactNode } from 'react'

/** What the inputs of secrets are given. The rest are the props that every input takes. */
export interface SecretInputProps {
  label: string
  value: string
  onChange(value: string): void
  /** What is meant by what was pasted. */
  bare(text: string): string
  /** Something was done to what was pasted, and people should know; empty to say no more of it. */
  onNotice(notice: string): void
  description?: ReactNode
  placeholder?: string
  required: boolean
  autoFocus: boolean
  error?: ReactNode
}

/** Nobody but this form shall remember, complete or correct what is typed here. */
export const unremembered = {
  autoComplete: 'new-password',
  'data-1p-ignore': true,
  'data-bwignore': true,
  'data-lpignore': 'true',
  spellCheck: false,
  autoCapitalize: 'none',
} as const

/** A secret of one line. */
export function SecretInput({ onChange, onNotice, bare, ...input }: SecretInputProps) {
  /** An input of one line drops line breaks by itself and doesn't tell. */
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text')
    const trimmed = trimLineBreaks(text)
    const joined = trimmed.replace(/[\r\n]+/g, '')
    const meant = bare(joined)
    if (meant === text) return
    event.preventDefault()
    const target = event.currentTarget
    target.setRangeText(meant, target.selectionStart ?? 0, target.selectionEnd ?? 0, 'end')
    onChange(target.value)
    onNotice(noticeOf({ isJoined: joined !== trimmed, isBared: meant !== joined }))
  }
  return (
    <PasswordInput
      {...input}
      {...unremembered}
      onChange={(event) => {
        onNotice('')
        onChange(event.currentTarget.value)
      }}
      onPaste={paste}
      aria-invalid={input.error !== undefined}
      visibilityToggleButtonProps={{ 'aria-label': `Show ${input.label} while typing` }}
    />
  )
}

function noticeOf({ isJoined, isBared }: { isJoined: boolean; isBared: boolean }): string {
  if (isJoined)
    return 'What you pasted had several lines. They were joined into one: check that this is right.'
  if (isBared) return 'What was copied along with the secret was taken off.'
  return 'A line break at the end of what you pasted was removed.'
}
