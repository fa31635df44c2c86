import { Checkbox, Paper, Skeleton, Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keepPreviousRows } from '../../api/keepPreviousRows.ts'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { TextLink } from '../../ui/layout/links.tsx'
import { ShowMore } from '../../ui/layout/ShowMore.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import { AccessEnd } from '../credentials/AccessEnd.tsx'
import { CredentialStatus } from '../credentials/CredentialStatus.tsx'
import { credentialPages } from '../credentials/credentialPages.ts'
import { UsageLink } from '../credentials/UsageLink.tsx'
import classes from './CredentialTable.module.css'
import type { CredentialFilter } from './credentialFilter.ts'
import { credentialsCsv } from './credentialsCsv.ts'
import { SelectionBar } from './SelectionBar.tsx'

interface CredentialTableProps {
  filter: CredentialFilter
  components: readonly ComponentSummary[]
}

/** Lists the credentials of all components in a table. */
export function CredentialTable({ filter, components }: CredentialTableProps) {
  const { trpc } = useApi()
  const { component: componentId, ...rest } = filter
  const pages = useInfiniteQuery({
    ...credentialPages(trpc, { ...rest, componentId }),
    placeholderData: keepPreviousRows,
  })
  const credentials = pages.data?.pages.flatMap(({ items }) => items)
  // Kept by id, so that a selection outlives filters and pages.
  const [selected, setSelected] = useState<ReadonlyMap<string, CredentialSummary>>(new Map())
  const select = (changed: readonly CredentialSummary[], isSelected: boolean) =>
    setSelected((before) => {
      const after = new Map(before)
      for (const credential of changed) {
        if (isSelected) after.set(credential.id, credential)
        else after.delete(credential.id)
      }
      return after
    })
  const shownCount = credentials?.filter(({ id }) => selected.has(id)).length ?? 0
  const isEmpty = credentials?.length === 0
  return (
    <>
      <LoadError of={pages} />
      {!pages.error && !credentials && <Skeleton height={320} radius="lg" aria-hidden />}
      <LiveRegion>
        {isEmpty && (
          <Text c="dimmed">
            {Object.keys(filter).length > 0
              ? 'No credential matches these filters.'
              : 'There are no credentials yet.'}
          </Text>
        )}
      </LiveRegion>
      {credentials && credentials.length > 0 && (
        <Paper withBorder radius="lg" className={classes.box}>
          <table className={classes.table} aria-label="Credentials" aria-busy={pages.isPlaceholderData}>
            <thead>
              <tr>
                <td>
                  <Checkbox
                    size="xs"
                    aria-label="Select all shown credentials"
                    checked={shownCount === credentials.length}
                    indeterminate={shownCount > 0 && shownCount < credentials.length}
                    onChange={({ currentTarget }) => select(credentials, currentTarget.checked)}
                  />
                </td>
                <th scope="col">Name</th>
                <th scope="col">Component</th>
                <th scope="col">Status</th>
                <th scope="col">Used by</th>
                <th scope="col">Changed</th>
              </tr>
            </thead>
            <tbody>
              {credentials.map((credential) => (
                <CredentialTableRow
                  key={credential.id}
                  credential={credential}
                  component={components.find(({ id }) => id === credential.componentId)}
                  isSelected={selected.has(credential.id)}
                  onSelect={(isSelected) => select([credential], isSelected)}
                />
              ))}
            </tbody>
          </table>
        </Paper>
      )}
      <ShowMore of={pages} />
      <SelectionBar
        selected={[...selected.values()]}
        onExport={() =>
          saveFile(
            new Blob([credentialsCsv([...selected.values()], components)], { type: 'text/csv' }),
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

interface CredentialTableRowProps {
  credential: CredentialSummary
  component: ComponentSummary | undefined
  isSelected: boolean
  onSelect(isSelected: boolean): void
}

function CredentialTableRow({ credential, component, isSelected, onSelect }: CredentialTableRowProps) {
  const { id, name, identity, componentId, activeFlowCount, grant, updatedAt } = credential
  const workspace = useWorkspaceId()
  const mayWrite = useMay('write')
  const title = component?.title ?? componentId
  return (
    <tr data-selected={isSelected || undefined}>
      <td className={classes.check}>
        <Checkbox
          size="xs"
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={({ currentTarget }) => onSelect(currentTarget.checked)}
        />
      </td>
      <th scope="row">
        {mayWrite ? (
          <TextLink
            to="/w/$workspace/credentials/$component/$credential"
            params={{ workspace, component: componentId, credential: id }}
            c="inherit"
            fw={600}
          >
            <bdi>{name}</bdi>
          </TextLink>
        ) : (
          <bdi>{name}</bdi>
        )}
        {identity && (
          <Text size="sm" c="dimmed">
            <bdi>{identity}</bdi>
          </Text>
        )}
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
      <td>
        <CredentialStatus credential={credential} />
        {grant?.endsAt && <AccessEnd at={grant.endsAt} />}
      </td>
      <td>
        {activeFlowCount > 0 ? (
          <UsageLink credentialId={id} activeFlowCount={activeFlowCount} />
        ) : (
          <Text size="sm" c="dimmed">
            no active flow
          </Text>
        )}
      </td>
      <td>
        <Text size="sm" c="dimmed" span>
          <span className={classes.label}>Changed </span>
          <RelativeTime at={updatedAt} />
        </Text>
      </td>
    </tr>
  )
}
