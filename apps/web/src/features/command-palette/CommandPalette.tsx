import '@mantine/spotlight/styles.css'
import { Box } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { searchComponents } from '@stepkey/shared/component-search'
import { IconKey, IconKeyboard, IconPlus, IconRoute, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import { isForCustomers } from '../flows/ownerBinding.ts'
import classes from './CommandPalette.module.css'
import { matchingPages } from './pages.ts'
import { selectFirst } from './selectFirst.ts'

const [store, palette] = createSpotlight()

/** The number of credentials, flows and components that are shown. */
const SHOWN = 5

interface CommandPaletteProps {
  onClose(): void
  /** Shows the keyboard shortcuts. */
  onShortcuts(): void
}

/** Finds pages, credentials, flows and components by name, and opens the chosen one. */
export default function CommandPalette({ onClose, onShortcuts }: CommandPaletteProps) {
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
      classNames={{ content: classes.palette }}
      // In the middle of the window, it would move with the number of results.
      centered={false}
      maxHeight="60vh"
      scrollable
    >
      <Spotlight.Search
        aria-label="Search Stepkey"
        placeholder="Search credentials, flows, components and pages"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        <Results query={query.trim()} onShortcuts={onShortcuts} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function Results({ query, onShortcuts }: { query: string; onShortcuts(): void }) {
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
  const error = query && (credentials.error ?? flows.error)
  const firstFound = foundCredentials[0]?.id ?? foundFlows[0]?.id ?? foundComponents[0]?.id
  useEffect(() => {
    if (query && firstFound) selectFirst(store)
  }, [query, firstFound])
  const count = pages.length + foundComponents.length + foundCredentials.length + foundFlows.length
  const failure = error && (
    <Box p="md">
      <ErrorText>Credentials and flows are not searched. {sentenceOf(error)}</ErrorText>
    </Box>
  )
  if (count === 0) {
    if (failure) return failure
    return (
      <Spotlight.Empty role="status">
        {isLoading ? 'Searching…' : `Nothing matches “${isolated(query)}”.`}
      </Spotlight.Empty>
    )
  }
  return (
    <>
      {failure}
      {foundCredentials.length > 0 && (
        <Spotlight.ActionsGroup label="Credentials">
          {foundCredentials.map(({ id, name, componentId, identity, owner }) => (
            <Spotlight.Action
              key={id}
              label={isolated(name)}
              description={[components.find((known) => known.id === componentId)?.title, identity, owner]
                .flatMap((part) => (part ? isolated(part) : []))
                .join(' · ')}
              leftSection={<IconKey size={18} aria-hidden />}
              onClick={open(`/credentials/${componentId}/${id}`)}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {foundFlows.length > 0 && (
        <Spotlight.ActionsGroup label="Flows">
          {foundFlows.map(({ id, name, status, steps }) => (
            <Spotlight.Action
              key={id}
              label={isolated(name)}
              description={[
                status === 'active' ? 'Active' : 'Inactive',
                ...(isForCustomers({ steps }) ? ['for each customer'] : []),
              ].join(' · ')}
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
          {pages.map((page) =>
            'path' in page ? (
              <Spotlight.Action
                key={page.path}
                label={page.label}
                leftSection={page.isAction ? <IconPlus size={18} aria-hidden /> : undefined}
                onClick={open(page.path)}
              />
            ) : (
              <Spotlight.Action
                key={page.opens}
                label={page.label}
                leftSection={<IconKeyboard size={18} aria-hidden />}
                onClick={onShortcuts}
              />
            ),
          )}
        </Spotlight.ActionsGroup>
      )}
    </>
  )
}
