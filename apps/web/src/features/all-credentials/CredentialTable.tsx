import { Checkbox, Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useInfiniteQuery } from '@tanstack/react-query'
import { memo, useCallback, useMemo, useState } from 'react'
import { keepPreviousRows } from '../../api/keepPreviousRows.ts'
import { TextLink } from '../../ui/layout/links.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import { AccessEnd, accessEndOf } from '../credentials/AccessEnd.tsx'
import { CredentialStatus } from '../credentials/CredentialStatus.tsx'
import { credentialPages } from '../credentials/credentialPages.ts'
import { UsageLink } from '../credentials/UsageLink.tsx'
import { OwnerAndTags } from '../owners/OwnerAndTags.tsx'
import classes from './CredentialTable.module.css'
import { type CredentialFilter, isFiltered, toListInput } from './credentialFilter.ts'
import { credentialsCsv } from './credentialsCsv.ts'
import { LastUse } from './LastUse.tsx'
import { PagedTable } from './PagedTable.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { SortableHead } from './SortableHead.tsx'
import { placeAttributes, type RowPlace } from './TableRows.tsx'
import { type UsedFlows, useUsedFlows } from './useUsedFlows.ts'

interface CredentialTableProps {
  filter: CredentialFilter
  components: readonly ComponentSummary[]
  onSort(sort: CredentialFilter['sort']): void
}

/** Lists the credentials of all components in a table. */
export function CredentialTable({ filter, components, onSort }: CredentialTableProps) {
  const { trpc } = useApi()
  const pages = useInfiniteQuery({
    ...credentialPages(trpc, toListInput(filter)),
    placeholderData: keepPreviousRows,
  })
  const credentials = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const flows = useUsedFlows(pages.data?.pages.map(({ items }) => items) ?? [])
  // Kept by id, so that a selection outlives filters and pages.
  const [selected, setSelected] = useState<ReadonlyMap<string, CredentialSummary>>(new Map())
  const select = useCallback(
    (changed: readonly CredentialSummary[], isSelected: boolean) =>
      setSelected((before) => {
        const after = new Map(before)
        for (const credential of changed) {
          if (isSelected) after.set(credential.id, credential)
          else after.delete(credential.id)
        }
        return after
      }),
    [],
  )
  /** The selected credentials, as they are by now. */
  const chosen = useMemo(() => {
    const current = new Map(
      pages.data?.pages.flatMap(({ items }) => items.map((credential) => [credential.id, credential])),
    )
    return [...selected.values()].map((credential) => current.get(credential.id) ?? credential)
  }, [pages.data, selected])
  const byId = useMemo(() => new Map(components.map((component) => [component.id, component])), [components])
  const shownCount = credentials.filter(({ id }) => selected.has(id)).length
  return (
    <>
      <PagedTable
        label="Credentials"
        of={pages}
        columnCount={7}
        head={
          <>
            <td>
              <Checkbox
                size="xs"
                aria-label="Select all shown credentials"
                checked={shownCount === credentials.length}
                indeterminate={shownCount > 0 && shownCount < credentials.length}
                onChange={({ currentTarget }) => select(credentials, currentTarget.checked)}
              />
            </td>
            <SortableHead by="name" sort={filter.sort} onSort={onSort}>
              Name
            </SortableHead>
            <th scope="col">Component</th>
            <th scope="col">Status</th>
            <th scope="col">Used by</th>
            <SortableHead by="lastUsedAt" sort={filter.sort} onSort={onSort}>
              Last used
            </SortableHead>
            <SortableHead by="updatedAt" sort={filter.sort} onSort={onSort}>
              Changed
            </SortableHead>
          </>
        }
        empty={
          <Text c="dimmed">
            {isFiltered(filter) ? 'No credential matches these filters.' : 'There are no credentials yet.'}
          </Text>
        }
      >
        {(credential, place) => (
          <CredentialTableRow
            key={credential.id}
            {...place}
            credential={credential}
            component={byId.get(credential.componentId)}
            flows={flows}
            isSelected={selected.has(credential.id)}
            onSelect={select}
          />
        )}
      </PagedTable>
      <SelectionBar
        selected={chosen}
        onExport={() =>
          saveFile(
            new Blob([credentialsCsv(chosen, components)], { type: 'text/csv' }),
            'stepkey-credentials.csv',
          )
        }
        onDeselect={(ids) =>
          setSelected((before) => new Map([...before].filter(([id]) => !ids.includes(id))))
        }
      />
    </>
  )
}

interface CredentialTableRowProps extends RowPlace {
  credential: CredentialSummary
  component: ComponentSummary | undefined
  flows: UsedFlows
  isSelected: boolean
  onSelect(changed: readonly CredentialSummary[], isSelected: boolean): void
}

/** One row. Memoized, because scrolling renders the rows of the table again. */
const CredentialTableRow = memo(function CredentialTableRow({
  index,
  measure,
  credential,
  component,
  flows,
  isSelected,
  onSelect,
}: CredentialTableRowProps) {
  const { id, name, identity, componentId, activeFlowCount, updatedAt } = credential
  const end = accessEndOf(credential)
  const workspace = useWorkspaceId()
  const title = component?.title ?? componentId
  return (
    <tr {...placeAttributes({ index, measure })} data-selected={isSelected || undefined}>
      <td className={classes.check}>
        <Checkbox
          size="xs"
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={({ currentTarget }) => onSelect([credential], currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <TextLink
          to="/w/$workspace/credentials/$component/$credential"
          params={{ workspace, component: componentId, credential: id }}
          c="inherit"
          fw={600}
        >
          <bdi>{name}</bdi>
        </TextLink>
        {identity && (
          <Text size="sm" c="dimmed">
            <bdi>{identity}</bdi>
          </Text>
        )}
        <OwnerAndTags of={credential} />
      </th>
      <td>
        <TextLink
          to="/w/$workspace/credentials/$component"
          params={{ workspace, component: componentId }}
          c="inherit"
          size="sm"
          className={classes.component}
        >
          <ComponentIcon component={component ?? { title }} size={24} />
          {title}
        </TextLink>
      </td>
      <td className={classes.status}>
        <CredentialStatus credential={credential} />
        {end && <AccessEnd at={end} />}
      </td>
      <td className={classes.short}>
        {activeFlowCount > 0 ? (
          <UsageLink credentialId={id} activeFlowCount={activeFlowCount} short />
        ) : (
          <Text size="sm" c="dimmed">
            no active flow
          </Text>
        )}
      </td>
      <td>
        <span className={classes.label}>Last used </span>
        <LastUse of={credential} flows={flows} />
      </td>
      <td className={classes.short}>
        <Text size="sm" c="dimmed" span>
          <span className={classes.label}>Changed </span>
          <RelativeTime at={updatedAt} />
        </Text>
      </td>
    </tr>
  )
})
