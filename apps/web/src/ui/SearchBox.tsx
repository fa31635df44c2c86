import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'

interface SearchBoxProps {
  label: string
  initial?: string
  onSearch(search: string): void
}

/** Reports what is searched for once typing pauses. */
export function SearchBox({ label, initial = '', onSearch }: SearchBoxProps) {
  const [text, setText] = useState(initial)
  const report = useDebouncedCallback(onSearch, 200)
  const change = (next: string) => {
    setText(next)
    report(next.trim())
  }
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text && <CloseButton size="sm" aria-label="Clear the search" onClick={() => change('')} />
      }
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      maw={360}
      w="100%"
    />
  )
}
