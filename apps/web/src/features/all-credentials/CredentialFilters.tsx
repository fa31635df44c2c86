import { Button, Group, Select } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { IconX } from '@tabler/icons-react'
import { SearchBox } from '../../ui/inputs/SearchBox.tsx'
import { type CredentialFilter, credentialFilter, statusFilters } from './credentialFilter.ts'

interface CredentialFiltersProps {
  filter: CredentialFilter
  components: readonly ComponentSummary[]
  onChange(filter: CredentialFilter): void
}

/** Filters credentials by name, status and component. */
export function CredentialFilters({ filter, components, onChange }: CredentialFiltersProps) {
  const change = (changed: { [Name in keyof CredentialFilter]: string | null }) =>
    onChange(credentialFilter({ ...filter, ...changed }))
  const isFiltered = Object.keys(filter).length > 0
  return (
    <Group gap="sm" component="section" aria-label="Filters">
      <SearchBox
        label="Search credentials by name"
        initial={filter.search}
        onSearch={(search) => change({ search })}
        hotkey="/"
      />
      <Select
        aria-label="Status"
        placeholder="Any status"
        data={[...statusFilters]}
        value={filter.status ?? null}
        onChange={(status) => change({ status })}
        clearable
        clearButtonProps={{ 'aria-label': 'Clear status' }}
        w={210}
      />
      <Select
        aria-label="Component"
        placeholder="Any component"
        data={components
          .filter(({ id, credentialCount }) => credentialCount > 0 || id === filter.component)
          .map(({ id, title }) => ({ value: id, label: title }))}
        value={filter.component ?? null}
        onChange={(component) => change({ component })}
        searchable
        nothingFoundMessage="No matching component"
        clearable
        clearButtonProps={{ 'aria-label': 'Clear component' }}
        w={210}
      />
      {isFiltered && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => onChange({})}
        >
          Clear filters
        </Button>
      )}
    </Group>
  )
}
