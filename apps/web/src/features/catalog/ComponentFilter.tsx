import { Group, Select } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { CATEGORIES } from '@stepkey/shared/component'
import { SearchBox } from '../../ui/inputs/SearchBox.tsx'
import type { ComponentSearch } from './componentSearch.ts'

interface ComponentFilterProps {
  filter: ComponentSearch
  components: readonly ComponentSummary[]
  onChange(filter: ComponentSearch): void
  onEnter(search: string): void
}

/** Filters components by name, alias and category. */
export function ComponentFilter({ filter, components, onChange, onEnter }: ComponentFilterProps) {
  const presentCategories = new Set(components.map(({ category }) => category))
  const categories = Object.entries(CATEGORIES).filter(([category]) => presentCategories.has(category))
  return (
    <Group gap="sm" align="flex-end">
      <SearchBox
        label="Search components"
        initial={filter.search}
        onSearch={(search) => onChange({ ...filter, search: search || undefined })}
        onEnter={onEnter}
        isMain
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
