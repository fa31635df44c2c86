import { Button, Group, Select, SimpleGrid, Stack } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { SearchBox } from '../../ui/inputs/SearchBox.tsx'
import { actionGroups } from './actionGroups.ts'
import { actionSets } from './actionSets.ts'
import { type ActivitySearch, activitySearch, isFiltered } from './activitySearch.ts'
import { DayInput } from './DayInput.tsx'
import { periodChoices } from './filterLabels.ts'
import type { AuditLog } from './useAuditLog.ts'

interface ActivityFiltersProps {
  search: ActivitySearch
  auditLog: Pick<AuditLog, 'actors' | 'names'>
  onChange(search: ActivitySearch): void
  /** Saves the filters as a view. */
  saveView: ReactNode
}

/** The value for “no filter”: Mantine's Select shows no option for an empty value. */
const ANY = 'any'
const filterValue = (value: string | null) => (value === ANY ? undefined : value)

const setChoices = Object.entries(actionSets).map(([value, { label }]) => ({ value, label }))

const outcomes = [
  { value: ANY, label: 'Any outcome' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
]

/** Filters the audit log by words, action, actor, time and outcome. */
export function ActivityFilters({
  search,
  auditLog: { actors, names },
  onChange,
  saveView,
}: ActivityFiltersProps) {
  const { q, action, actor, subject, when, from, to, outcome } = search
  const change = (changed: { [Name in keyof ActivitySearch]: string | null | undefined }) =>
    onChange(activitySearch({ ...search, ...changed }))
  const isListed = actors.some(({ items }) => items.some(({ value }) => value === actor))
  return (
    <Stack component="section" aria-label="Filters" gap="sm">
      <SearchBox
        label="Search names of objects, actors and flows"
        initial={q}
        onSearch={(words) => change({ q: words })}
        isMain
      />
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" verticalSpacing="sm">
        <Select
          label="Action"
          data={[
            { value: ANY, label: 'Any action' },
            { group: 'Several actions', items: setChoices },
            ...actionGroups,
          ]}
          value={action ?? ANY}
          onChange={(value) => change({ action: filterValue(value) })}
          searchable
          nothingFoundMessage="No matching action"
          {...selectProps}
        />
        <Select
          label="Actor"
          data={[
            { value: ANY, label: 'Any actor' },
            ...(actor && !isListed ? [{ value: actor, label: names.actor }] : []),
            ...actors,
          ]}
          value={actor ?? ANY}
          onChange={(value) => change({ actor: filterValue(value) })}
          searchable
          nothingFoundMessage="No matching actor"
          {...selectProps}
        />
        <Select
          label="Time"
          data={periodChoices}
          value={when ?? ANY}
          onChange={(value) => change({ when: filterValue(value) })}
          {...selectProps}
        />
        <Select
          label="Outcome"
          data={outcomes}
          value={outcome ?? ANY}
          onChange={(value) => change({ outcome: filterValue(value) })}
          {...selectProps}
        />
        {when === 'between' && (
          <>
            <DayInput label="First day" day={from} onChange={(day) => change({ from: day })} />
            <DayInput
              label="Last day"
              day={to}
              error={from && to && to < from ? 'The last day is before the first day.' : undefined}
              onChange={(day) => change({ to: day })}
            />
          </>
        )}
      </SimpleGrid>
      {isFiltered(search) && (
        <Group gap="md">
          {subject && (
            <Button
              variant="light"
              size="xs"
              rightSection={<IconX size={14} aria-hidden />}
              aria-label={`Only ${names.subject}: clear this filter`}
              onClick={() => change({ subject: undefined })}
              h="auto"
              mih={30}
              py={4}
              styles={{ label: { whiteSpace: 'normal', overflowWrap: 'anywhere' } }}
            >
              Only {names.subject}
            </Button>
          )}
          <Button variant="transparent" size="xs" px={0} onClick={() => onChange({})}>
            Clear filters
          </Button>
          {saveView}
        </Group>
      )}
    </Stack>
  )
}

const selectProps = {
  allowDeselect: false,
  comboboxProps: {
    shadow: 'md',
    withinPortal: false,
    width: 'max-content',
    position: 'bottom-start',
    styles: { dropdown: { maxWidth: 'calc(100vw - 2rem)' } },
  },
} as const
