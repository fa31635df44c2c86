import { Group, Select } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { CATEGORIES } from '@stepkey/shared/component'
import { SearchBox } from '../../ui/inputs/SearchBox.tsx'
import type { ComponentSearch } from './componentSearch.ts'

interface FilterProps {
  filter: ComponentSearch
  components: readonly ComponentSummary[]
  onChange(filter: ComponentSearch): void
  onEnter(search: string): void
}

/** Finds components by what people call them, or by what they are for. */
export function ComponentFilter({ filter, components, onChange, onEnter }: FilterProps) {
  const present = new Set(components.map(({ category }) => category))
  const categories = Object.entries(CATEGORIES).filter(([category]) => present.has(category))
  return (
    <Group gap="sm" align="flex-end">
      <SearchBox
        label="Search components"
        initial={filter.search}
        onSearch={(search) => onChange({ ...filter, search: search || undefined })}
        onEnter={onEnter}
        hotkey="/"
      />
      <Select
        aria-label="Category"
        placeholder="All categories"
        data={categories.map(([value, label]) => ({ value, label }))}
        value={filter.category ?? null}
        onChange={(category) => onChange({ ...filter, category: category ?? undefined })}
        clearable
        w={220}
      />
    </Group>
  )
}
