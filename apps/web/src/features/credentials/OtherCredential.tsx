import { Select, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ComponentDetail } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { TextLink } from '../../ui/layout/links.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

interface OtherCredentialProps {
  of: Pick<CredentialSummary, 'id' | 'componentId'>
  component: Pick<ComponentDetail, 'title'>
  value: string | null
  onChange(value: string | null): void
}

const labelOf = ({ name, identity }: CredentialSummary) => (identity ? `${name} · ${identity}` : name)

/** Chooses another credential for the same component. */
export function OtherCredential({
  of: { id, componentId },
  component,
  value,
  onChange,
}: OtherCredentialProps) {
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const [chosen, setChosen] = useState<CredentialSummary>()
  const [search, setSearch] = useState('')
  // The label of the chosen one is no search: the list must offer the others again.
  const [searched] = useDebouncedValue(chosen && search === labelOf(chosen) ? '' : search, 200)
  const query = useQuery({
    ...trpc.credentials.list.queryOptions({ componentId, limit: 50, ...(searched && { search: searched }) }),
    placeholderData: keepPreviousData,
  })
  const others = (query.data?.items ?? []).filter((other) => other.id !== id)
  const isOnly = query.data && !searched && others.length === 0
  const isListed = !chosen || others.some((other) => other.id === chosen.id)
  return (
    <>
      <Select
        label="Other credential"
        placeholder="Choose a credential"
        searchable
        value={value}
        onChange={(other) => {
          setChosen(others.find((each) => each.id === other))
          onChange(other)
        }}
        onSearchChange={setSearch}
        filter={({ options }) => options}
        nothingFoundMessage={searched && query.data && 'No other credential matches.'}
        data={(isListed ? others : [chosen, ...others]).map((other) => ({
          value: other.id,
          label: labelOf(other),
        }))}
        data-autofocus
      />
      <LoadError of={query} />
      {isOnly && (
        <Text size="sm">
          There is no other credential for {component.title}.{' '}
          <TextLink
            to="/w/$workspace/credentials/$component/new"
            params={{ workspace, component: componentId }}
            underline="always"
            inherit
          >
            Create one first
          </TextLink>
        </Text>
      )}
    </>
  )
}
