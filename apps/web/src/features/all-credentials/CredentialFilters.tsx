import { Button, Checkbox, Group, Select, Stack } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { SearchBox } from '../../ui/inputs/SearchBox.tsx'
import { useActors } from '../audit/useActors.ts'
import {
  type CredentialFilter,
  credentialFilter,
  ENDING_DAYS,
  isFiltered,
  statusFilters,
  useFilters,
} from './credentialFilter.ts'
import { MatchCount } from './MatchCount.tsx'
import { OwnerFilter, TagsFilter } from './OwnershipFilters.tsx'

interface CredentialFiltersProps {
  filter: CredentialFilter
  components: readonly ComponentSummary[]
  onChange(filter: CredentialFilter): void
}

/** Filters credentials by search, status and component, and by further properties on demand. */
export function CredentialFilters({ filter, components, onChange }: CredentialFiltersProps) {
  const change = (changed: { [Name in keyof CredentialFilter]: string | boolean | null }) =>
    onChange(credentialFilter({ ...filter, ...changed }))
  const { method, use, creator, owner, tags, ending } = filter
  const hasMore = [method, use, creator, owner, tags, ending].some((value) => value !== undefined)
  const [isOpen, setIsOpen] = useState(hasMore)
  return (
    <Stack gap="sm" component="section" aria-label="Filters">
      <Group gap="sm">
        <SearchBox
          label="Search name, account or component"
          initial={filter.search}
          onSearch={(search) => change({ search })}
          isMain
        />
        <FilterSelect
          label="Status"
          placeholder="Any status"
          data={statusFilters}
          value={filter.status}
          onChange={(status) => change({ status })}
        />
        <FilterSelect
          label="Component"
          placeholder="Any component"
          data={components
            .filter(({ id, credentialCount }) => credentialCount > 0 || id === filter.component)
            .map(({ id, title }) => ({ value: id, label: title }))}
          value={filter.component}
          onChange={(component) => change({ component, method: null })}
        />
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconAdjustmentsHorizontal size={14} aria-hidden />}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? 'Fewer filters' : 'More filters'}
        </Button>
        {isFiltered(filter) && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconX size={14} aria-hidden />}
            onClick={() => onChange(filter.sort ? { sort: filter.sort } : {})}
          >
            Clear filters
          </Button>
        )}
      </Group>
      {isOpen && <MoreFilters filter={filter} components={components} onChange={change} />}
      <MatchCount filter={filter} />
    </Stack>
  )
}

interface MoreFiltersProps extends Pick<CredentialFiltersProps, 'filter' | 'components'> {
  onChange(changed: {
    method?: string | null
    use?: string | null
    creator?: string | null
    owner?: string | null
    tags?: string | null
    ending?: boolean
  }): void
}

function MoreFilters({ filter, components, onChange }: MoreFiltersProps) {
  const actors = useActors()
  const component = components.find(({ id }) => id === filter.component)
  return (
    <Group gap="sm">
      {component && (
        <FilterSelect
          label="Method"
          placeholder="Any method"
          data={component.methods.map(({ id, title }) => ({ value: id, label: title }))}
          value={filter.method}
          onChange={(method) => onChange({ method })}
        />
      )}
      <FilterSelect
        label="Use"
        placeholder="Any use"
        data={useFilters}
        value={filter.use}
        onChange={(use) => onChange({ use })}
      />
      {actors.length > 0 && (
        <FilterSelect
          label="Created by"
          placeholder="Created by anyone"
          data={actors}
          value={filter.creator}
          onChange={(creator) => onChange({ creator })}
        />
      )}
      <OwnerFilter value={filter.owner} onChange={(owner) => onChange({ owner })} />
      <TagsFilter value={filter.tags} onChange={(tags) => onChange({ tags })} />
      <Checkbox
        label={`Access ends within ${ENDING_DAYS} days`}
        checked={filter.ending ?? false}
        onChange={({ currentTarget }) => onChange({ ending: currentTarget.checked })}
      />
    </Group>
  )
}

type Options = readonly { value: string; label: string }[]

interface FilterSelectProps {
  label: string
  placeholder: string
  data: Options | { group: string; items: { value: string; label: string }[] }[]
  value: string | undefined
  onChange(value: string | null): void
}

function FilterSelect({ label, placeholder, data, value, onChange }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      data={[...data] as { value: string; label: string }[]}
      value={value ?? null}
      onChange={onChange}
      searchable
      nothingFoundMessage="Nothing found"
      clearable
      clearButtonProps={{ size: '24px', 'aria-label': `Clear ${label.toLowerCase()}` }}
      w={210}
    />
  )
}
