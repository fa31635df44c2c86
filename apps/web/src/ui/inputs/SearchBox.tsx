import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { shortcuts } from '../keyboard/shortcuts.ts'
import { useShortcut } from '../keyboard/useShortcut.ts'

interface SearchBoxProps {
  label: string
  /** The current search text. The box takes over changes that come from elsewhere. */
  initial?: string
  onSearch(search: string): void
  /** It is the main search box of the page: a shortcut focuses it from anywhere except other inputs. */
  isMain?: boolean
  /** Called for Enter, with the current text. */
  onEnter?(search: string): void
  autoFocus?: boolean
}

/** Reports the search text when typing pauses. */
export function SearchBox({ label, initial = '', onSearch, isMain, onEnter, autoFocus }: SearchBoxProps) {
  const t = useTranslations('common')
  const [text, setText] = useState(initial)
  const input = useRef<HTMLInputElement>(null)
  useShortcut('search', () => input.current?.focus(), { isOff: !isMain })
  /** Texts that were reported and have not come back as `initial` yet. */
  const reported = useRef<string[]>([])
  const report = useDebouncedCallback((search: string) => {
    reported.current.push(search)
    onSearch(search)
  }, 200)
  useEffect(() => {
    const index = reported.current.indexOf(initial)
    reported.current = index < 0 ? [] : reported.current.slice(index + 1)
    if (index >= 0) return
    report.cancel()
    setText(initial)
  }, [initial, report])
  const change = (next: string) => {
    setText(next)
    report(next.trim())
  }
  return (
    <TextInput
      ref={input}
      aria-keyshortcuts={isMain ? shortcuts.search.aria : undefined}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text && <CloseButton size={24} aria-label={t('clearSearch')} onClick={() => change('')} />
      }
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={({ key, nativeEvent }) => {
        // Enter can confirm an IME composition.
        if (key !== 'Enter' || nativeEvent.isComposing || !text.trim()) return
        report.flush()
        onEnter?.(text.trim())
      }}
      autoFocus={autoFocus}
      maw={360}
      w="100%"
    />
  )
}
