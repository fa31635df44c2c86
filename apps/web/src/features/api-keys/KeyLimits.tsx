import { Checkbox, MultiSelect, TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useOwners } from '../owners/useOwners.ts'
import type { KeyLimitValues } from './keyLimits.ts'

interface KeyLimitsProps {
  values: KeyLimitValues
  onChange(change: Partial<KeyLimitValues>): void
  ownersError: string | undefined
}

/** Limits a new key to the credentials of some owners or components. */
export function KeyLimits({ values, onChange, ownersError }: KeyLimitsProps) {
  const { trpc } = useApi()
  const [search, setSearch] = useState('')
  const isLimited = values.credentials === 'some'
  const { data: components = [] } = useQuery(trpc.components.list.queryOptions({}, { enabled: isLimited }))
  const { data: known } = useOwners(search, { isOn: isLimited })
  return (
    <>
      <SegmentedChoice
        label="Credentials"
        options={[
          { value: 'all', label: 'All' },
          { value: 'some', label: 'Only some' },
        ]}
        value={values.credentials}
        onChange={(value) => onChange({ credentials: value === 'some' ? 'some' : 'all' })}
        help={isLimited && 'For the key, no other credentials exist.'}
      />
      {isLimited && (
        <>
          <TagsInput
            label="Owners"
            description="The ids of customers. Press Enter after each."
            placeholder={values.owners.length === 0 ? 'org_42' : undefined}
            data={known?.items.map(({ owner }) => owner) ?? []}
            // The server searches.
            filter={({ options }) => options}
            value={values.owners}
            onChange={(owners) => onChange({ owners })}
            searchValue={search}
            onSearchChange={setSearch}
            error={ownersError}
            autoComplete="off"
            data-1p-ignore
          />
          <Checkbox
            label="Also credentials of the workspace itself"
            checked={values.isOfWorkspace}
            onChange={({ currentTarget }) => onChange({ isOfWorkspace: currentTarget.checked })}
          />
          <MultiSelect
            label="Components"
            description="Leave it empty for all components."
            placeholder={values.componentIds.length === 0 ? 'All components' : undefined}
            data={components.map(({ id, title }) => ({ value: id, label: title }))}
            value={values.componentIds}
            onChange={(componentIds) => onChange({ componentIds })}
            searchable
            clearable
            clearButtonProps={{ size: '24px', 'aria-label': 'Clear components' }}
            nothingFoundMessage="No matching component"
            limit={100}
          />
        </>
      )}
    </>
  )
}
