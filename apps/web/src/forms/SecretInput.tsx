import { TextInput } from '@mantine/core'
import { trimLineBreaks } from '@stepkey/shared/fields'
import type { ClipboardEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { noAutofill, useMasking } from './masking.tsx'

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

/** An input for a secret of one line. */
export function SecretInput({ onChange, onNotice, extractSecret, ...input }: SecretInputProps) {
  const t = useTranslations('secret')
  const { style, toggle } = useMasking(input.label)
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
    onNotice(t(pasteNotice({ isJoined: joined !== trimmed, isExtracted: secret !== joined })))
  }
  return (
    <TextInput
      {...input}
      {...noAutofill}
      dir="ltr"
      onChange={(event) => {
        onNotice('')
        onChange(event.currentTarget.value)
      }}
      onPaste={paste}
      aria-invalid={input.error !== undefined}
      styles={{ input: style }}
      rightSection={toggle}
    />
  )
}

function pasteNotice({ isJoined, isExtracted }: { isJoined: boolean; isExtracted: boolean }) {
  if (isJoined) return 'linesJoined'
  if (isExtracted) return 'extracted'
  return 'lineBreakRemoved'
}
