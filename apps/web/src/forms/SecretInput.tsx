import { PasswordInput } from '@mantine/core'
import { trimLineBreaks } from '@stepkey/shared/fields'
import type { ClipboardEvent, ReactNode } from 'react'

/** The props of secret inputs. */
export interface SecretInputProps {
  label: string
  value: string
  onChange(value: string): void
  /** Extracts the secret from pasted text. */
  extractSecret(text: string): string
  /** Reports how pasted text was changed; empty to clear the notice. */
  onNotice(notice: string): void
  description?: ReactNode
  placeholder?: string
  required: boolean
  autoFocus: boolean
  error?: ReactNode
}

/** Turns off password managers, autocompletion and spell checking. */
export const noAutofill = {
  autoComplete: 'new-password',
  'data-1p-ignore': true,
  'data-bwignore': true,
  'data-lpignore': 'true',
  spellCheck: false,
  autoCapitalize: 'none',
} as const

/** An input for a secret of one line. */
export function SecretInput({ onChange, onNotice, extractSecret, ...input }: SecretInputProps) {
  /** Removes line breaks and reports that; the browser would remove them silently. */
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text')
    const trimmed = trimLineBreaks(text)
    const joined = trimmed.replace(/[\r\n]+/g, '')
    const secret = extractSecret(joined)
    if (secret === text) return
    event.preventDefault()
    const target = event.currentTarget
    target.setRangeText(secret, target.selectionStart ?? 0, target.selectionEnd ?? 0, 'end')
    onChange(target.value)
    onNotice(pasteNotice({ isJoined: joined !== trimmed, isExtracted: secret !== joined }))
  }
  return (
    <PasswordInput
      {...input}
      {...noAutofill}
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

function pasteNotice({ isJoined, isExtracted }: { isJoined: boolean; isExtracted: boolean }): string {
  if (isJoined) return 'The pasted text had several lines. They were joined into one. Check the result.'
  if (isExtracted) return 'Text around the secret was removed.'
  return 'A line break at the end of the pasted text was removed.'
}
