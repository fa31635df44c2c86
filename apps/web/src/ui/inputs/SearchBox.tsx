import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'

interface SearchBoxProps {
  label: string
  /** What is searched for. A change that wasn't typed here is taken over. */
  initial?: string
  onSearch(search: string): void
  /** The key that leads here from anywhere on the page but another input. */
  hotkey?: string
  /** Called for Enter, with what is searched for by then. */
  onEnter?(search: string): void
  autoFocus?: boolean
}

/** Reports what is searched for once typing pauses. */
export function SearchBox({ label, initial = '', onSearch, hotkey, onEnter, autoFocus }: SearchBoxProps) {
  const [text, setText] = useState(initial)
  const input = useRef<HTMLInputElement>(null)
  useHotkeys(hotkey ? [[hotkey, () => input.current?.focus()]] : [])
  /** What was reported, and hasn't come back as `initial` yet. */
  const underWay = useRef<string[]>([])
  const report = useDebouncedCallback((search: string) => {
    underWay.current.push(search)
    onSearch(search)
  }, 200)
  useEffect(() => {
    const at = underWay.current.indexOf(initial)
    underWay.current = at < 0 ? [] : underWay.current.slice(at + 1)
    if (at >= 0) return
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
      aria-keyshortcuts={hotkey}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text && <CloseButton size="sm" aria-label="Clear the search" onClick={() => change('')} />
      }
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={({ key, nativeEvent }) => {
        // While a word is being composed, Enter is a part of that.
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
