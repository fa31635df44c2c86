import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { searchComponents } from '@stepkey/shared/component-search'
import { IconKey, IconPlus, IconRoute, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import { matchingPages } from './pages.ts'

const [store, palette] = createSpotlight()

/** The number of credentials, flows and components that are shown. */
const SHOWN = 5

/** Finds pages, credentials, flows and components by name, and opens the chosen one. */
export default function CommandPalette({ onClose }: { onClose(): void }) {
  const [query, setQuery] = useState('')
  useEffect(() => palette.open(), [])
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      attributes={{ content: { 'aria-label': 'Search Stepkey' } }}
      maxHeight="60vh"
      scrollable
    >
      <Spotlight.Search
        aria-label="Search Stepkey"
        placeholder="Search credentials, flows, components and pages"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        <Results query={query.trim()} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function Results({ query }: { query: string }) {
  const { trpc } = useApi()
  const workspace = useWorkspaceId()
  const router = useRouter()
  const permissions = { audit: useMay('audit'), write: useMay('write'), flows: useMay('flows') }
  const [search] = useDebouncedValue(query, 150)
  const input = search ? { search, limit: SHOWN } : skipToken
  const credentials = useQuery({
    ...trpc.credentials.list.queryOptions(input),
    placeholderData: keepPreviousData,
  })
  const flows = useQuery({ ...trpc.flows.list.queryOptions(input), placeholderData: keepPreviousData })
  const { data: components = [] } = useQuery(trpc.components.list.queryOptions({}))
  const open = (path: string) => () => router.history.push(`/w/${workspace}${path}`)

  const pages = matchingPages(query, (permission) => permissions[permission])
  const foundComponents = query ? searchComponents(components, query).slice(0, SHOWN) : []
  const foundCredentials = query ? (credentials.data?.items ?? []) : []
  const foundFlows = query ? (flows.data?.items ?? []) : []
  const isLoading = query !== search || credentials.isFetching || flows.isFetching
  const count = pages.length + foundComponents.length + foundCredentials.length + foundFlows.length
  if (count === 0) {
    return (
      <Spotlight.Empty role="status">
        {isLoading ? 'Searching…' : `Nothing matches “${query}”.`}
      </Spotlight.Empty>
    )
  }
  return (
    <>
      {foundCredentials.length > 0 && (
        <Spotlight.ActionsGroup label="Credentials">
          {foundCredentials.map(({ id, name, componentId, identity }) => (
            <Spotlight.Action
              key={id}
              label={name}
              description={[components.find((known) => known.id === componentId)?.title, identity]
                .filter(Boolean)
                .join(' · ')}
              leftSection={<IconKey size={18} aria-hidden />}
              onClick={open(
                permissions.write
                  ? `/credentials/${componentId}/${id}`
                  : `/credentials/all?search=${encodeURIComponent(name)}`,
              )}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {foundFlows.length > 0 && (
        <Spotlight.ActionsGroup label="Flows">
          {foundFlows.map(({ id, name, status }) => (
            <Spotlight.Action
              key={id}
              label={name}
              description={status === 'active' ? 'Active' : 'Inactive'}
              leftSection={<IconRoute size={18} aria-hidden />}
              onClick={open(`/flows/${id}`)}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {foundComponents.length > 0 && (
        <Spotlight.ActionsGroup label="Components">
          {foundComponents.map((component) => (
            <Spotlight.Action
              key={component.id}
              label={component.title}
              description={component.description}
              leftSection={<ComponentIcon component={component} size={24} />}
              onClick={open(`/credentials/${component.id}`)}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {pages.length > 0 && (
        <Spotlight.ActionsGroup label="Pages and actions">
          {pages.map(({ label, path, isAction }) => (
            <Spotlight.Action
              key={path}
              label={label}
              leftSection={isAction ? <IconPlus size={18} aria-hidden /> : undefined}
              onClick={open(path)}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
    </>
  )
}
