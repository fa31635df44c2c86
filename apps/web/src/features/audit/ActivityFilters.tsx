import { Button, Group, Select, SimpleGrid, Stack } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { actionGroups } from './actionGroups.ts'
import { type ActivitySearch, activitySearch, isFiltered } from './activitySearch.ts'
import { DayInput } from './DayInput.tsx'
import { periodChoices } from './filterLabels.ts'
import type { AuditLog } from './useAuditLog.ts'

interface ActivityFiltersProps {
  search: ActivitySearch
  trail: Pick<AuditLog, 'actors' | 'names'>
  onChange(search: ActivitySearch): void
}

/** Stands for no choice: a list shows no option for an empty value. */
const ANY = 'any'
const chosen = (value: string | null) => (value === ANY ? undefined : value)

const outcomes = [
  { value: ANY, label: 'Done or refused' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
]

/** What of the trail is shown: what happened, who did it, when, and how it went. */
export function ActivityFilters({ search, trail: { actors, names }, onChange }: ActivityFiltersProps) {
  const { action, actor, subject, when, from, to, outcome } = search
  const change = (changed: { [Name in keyof ActivitySearch]: string | null | undefined }) =>
    onChange(activitySearch({ ...search, ...changed }))
  const isListed = actors.some(({ items }) => items.some(({ value }) => value === actor))
  return (
    <Stack component="section" aria-label="Filters" gap="sm">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" verticalSpacing="sm">
        <Select
          label="What"
          data={[{ value: ANY, label: 'Anything' }, ...actionGroups]}
          value={action ?? ANY}
          onChange={(value) => change({ action: chosen(value) })}
          searchable
          nothingFoundMessage="Nothing is called that"
          {...common}
        />
        <Select
          label="Who"
          data={[
            { value: ANY, label: 'Anybody' },
            ...(actor && !isListed ? [{ value: actor, label: names.actor }] : []),
            ...actors,
          ]}
          value={actor ?? ANY}
          onChange={(value) => change({ actor: chosen(value) })}
          searchable
          nothingFoundMessage="Nobody is called that"
          {...common}
        />
        <Select
          label="When"
          data={periodChoices}
          value={when ?? ANY}
          onChange={(value) => change({ when: chosen(value) })}
          {...common}
        />
        <Select
          label="Outcome"
          data={outcomes}
          value={outcome ?? ANY}
          onChange={(value) => change({ outcome: chosen(value) })}
          {...common}
        />
        {when === 'between' && (
          <>
            <DayInput label="First day" day={from} onChange={(day) => change({ from: day })} />
            <DayInput
              label="Last day"
              day={to}
              error={from && to && to < from ? 'This is before the first day' : undefined}
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
              aria-label={`Only about ${names.subject}: show others too`}
              onClick={() => change({ subject: undefined })}
            >
              Only about {names.subject}
            </Button>
          )}
          <Button variant="transparent" size="xs" px={0} onClick={() => onChange({})}>
            Clear filters
          </Button>
        </Group>
      )}
    </Stack>
  )
}

const common = {
  allowDeselect: false,
  comboboxProps: { shadow: 'md', withinPortal: false, width: 'max-content', position: 'bottom-start' },
} as const
