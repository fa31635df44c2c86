import { Select, TagsInput } from '@mantine/core'
import { TagFilter } from '@stepkey/shared/owner'
import { useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { splitTag, tagFilter, tagText } from '../owners/ownership.ts'
import { useOwners } from '../owners/useOwners.ts'
import { splitTags } from './credentialFilter.ts'

const WORKSPACE = 'The workspace itself'

/** An option of the filter. Its value is never empty, which would mean that nothing is chosen. */
const optionOf = (owner: string) => ({ value: `owner:${owner}`, label: owner || WORKSPACE })
const ownerOf = (value: string) => value.slice('owner:'.length)

interface OwnerFilterProps {
  /** Empty for the workspace itself; undefined for any owner. */
  value: string | undefined
  onChange(owner: string | null): void
}

/** Filters by an owner that has credentials, or by the workspace itself. */
export function OwnerFilter({ value, onChange }: OwnerFilterProps) {
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const chosen = value === undefined ? undefined : optionOf(value)
  // The input contains the chosen option until the user types.
  const search = text === chosen?.label ? '' : text
  const { data, error, isFetching } = useOwners(search === WORKSPACE ? '' : search, { isOn: isOpen })
  const offered = [
    ...(WORKSPACE.toLowerCase().includes(search.toLowerCase()) ? [optionOf('')] : []),
    ...(data?.items.map(({ owner }) => optionOf(owner)) ?? []),
  ]
  const isOffered = offered.some((option) => option.value === chosen?.value)
  const nothingFound = error ? sentenceOf(error) : isFetching ? 'Loading…' : 'No owner begins with this'
  return (
    <Select
      aria-label="Owner"
      placeholder="Any owner"
      data={chosen && !isOffered ? [chosen, ...offered] : offered}
      value={chosen?.value ?? null}
      onChange={(next) => onChange(next === null ? null : ownerOf(next))}
      searchable
      searchValue={text}
      onSearchChange={setText}
      // The server searches.
      filter={({ options }) => options}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      nothingFoundMessage={nothingFound}
      clearable
      clearButtonProps={{ size: '24px', 'aria-label': 'Clear owner' }}
      styles={{ option: { overflowWrap: 'anywhere' } }}
      w={210}
    />
  )
}

interface TagsFilterProps {
  /** The tags, separated by commas. */
  value: string | undefined
  onChange(tags: string | null): void
}

/** Filters by tags; a credential must have all of them. */
export function TagsFilter({ value, onChange }: TagsFilterProps) {
  const [error, setError] = useState<string>()
  const shown = splitTags(value).map((tag) => tagText(...splitTag(tag)))
  function change(texts: string[]) {
    const tags = texts.map((text) => tagFilter(...splitTag(text)))
    const isValid = tags.length === 0 || TagFilter.safeParse(tags).success
    setError(isValid ? undefined : 'Enter up to 20 tags, each as “key: value” or “key”.')
    if (isValid) onChange(tags.join(','))
  }
  return (
    <TagsInput
      aria-label="Tags"
      placeholder={shown.length === 0 ? 'Any tags' : undefined}
      value={shown}
      onChange={change}
      error={error}
      autoComplete="off"
      miw={210}
      maw={420}
    />
  )
}
