import { Button, Group, Paper, Skeleton, Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { DeletedCredential } from '@stepkey/shared/deleted-credential'
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keepPreviousRows } from '../../api/keepPreviousRows.ts'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { ShowMore } from '../../ui/layout/ShowMore.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { Day } from '../../ui/time/Day.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import classes from '../all-credentials/CredentialTable.module.css'
import { placeAttributes, type RowPlace, TableRows } from '../all-credentials/TableRows.tsx'
import { useActors } from '../audit/useActors.ts'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import rowClasses from './DeletedCredentialTable.module.css'
import { deletedPages } from './deletedPages.ts'
import { EraseCredential } from './EraseCredential.tsx'
import { NothingDeleted } from './NothingDeleted.tsx'
import { RestoreCredential } from './RestoreCredential.tsx'

interface DeletedCredentialTableProps {
  search: string
  components: readonly ComponentSummary[]
}

/** Lists the deleted credentials that can be restored. */
export function DeletedCredentialTable({ search, components }: DeletedCredentialTableProps) {
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const [action, setAction] = useState<{ kind: 'restore' | 'erase'; credential: DeletedCredential }>()
  const pages = useInfiniteQuery({ ...deletedPages(trpc, search), placeholderData: keepPreviousRows })
  const credentials = pages.data?.pages.flatMap(({ items }) => items)
  const byId = new Map(components.map((component) => [component.id, component]))
  const actors = new Map(
    useActors().flatMap(({ items }) => items.map(({ value, label }) => [value, label] as const)),
  )
  const close = () => setAction(undefined)
  return (
    <>
      <LoadError of={pages} />
      {!pages.error && !credentials && <Skeleton height={320} radius="lg" aria-hidden />}
      <LiveRegion>
        {credentials?.length === 0 &&
          (search ? (
            <Text c="dimmed">No deleted credential matches “{isolated(search)}”.</Text>
          ) : (
            <NothingDeleted keptDays={pages.data?.pages[0]?.keptDays ?? 0} />
          ))}
      </LiveRegion>
      {credentials && credentials.length > 0 && (
        <Paper withBorder radius="lg" className={classes.box}>
          <table
            className={classes.table}
            aria-label="Recently deleted credentials"
            aria-busy={pages.isPlaceholderData}
            aria-rowcount={pages.hasNextPage ? -1 : credentials.length + 1}
          >
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Component</th>
                <th scope="col">Deleted</th>
                <th scope="col">Erased on</th>
                {mayWrite && <th scope="col">Actions</th>}
              </tr>
            </thead>
            <TableRows items={credentials} columnCount={mayWrite ? 5 : 4}>
              {(credential, place) => (
                <DeletedRow
                  key={credential.id}
                  {...place}
                  credential={credential}
                  component={byId.get(credential.componentId)}
                  deletedBy={actors.get(credential.deletedBy)}
                  {...(mayWrite && {
                    onRestore: () => setAction({ kind: 'restore', credential }),
                    onErase: () => setAction({ kind: 'erase', credential }),
                  })}
                />
              )}
            </TableRows>
          </table>
        </Paper>
      )}
      <ShowMore of={pages} />
      {action?.kind === 'restore' && <RestoreCredential credential={action.credential} onClose={close} />}
      {action?.kind === 'erase' && <EraseCredential credential={action.credential} onClose={close} />}
    </>
  )
}

interface DeletedRowProps extends RowPlace {
  credential: DeletedCredential
  component: ComponentSummary | undefined
  /** The name of the user or API key; absent if the user may not see it. */
  deletedBy: string | undefined
  /** Absent for users who may not restore and erase. */
  onRestore?(): void
  onErase?(): void
}

function DeletedRow(props: DeletedRowProps) {
  const { index, measure, credential, component, deletedBy, onRestore, onErase } = props
  const { name, identity, isFrozen, componentId, deletedAt, eraseAt } = credential
  const title = component?.title ?? componentId
  const button = { variant: 'subtle', size: 'compact-sm' } as const
  return (
    <tr {...placeAttributes({ index, measure })} className={rowClasses.row}>
      <th scope="row">
        <Text fw={600}>
          <bdi>{name}</bdi>
        </Text>
        {identity && (
          <Text size="sm" c="dimmed">
            <bdi>{identity}</bdi>
          </Text>
        )}
        {isFrozen && <StatusText tone="warn">Frozen</StatusText>}
      </th>
      <td>
        <span className={classes.component}>
          <ComponentIcon component={component ?? { title }} size={24} />
          {title}
        </span>
      </td>
      <td>
        <Text size="sm" c="dimmed">
          <span className={classes.label}>Deleted </span>
          <RelativeTime at={deletedAt} />
          {deletedBy && (
            <>
              {' by '}
              <bdi>{deletedBy}</bdi>
            </>
          )}
        </Text>
      </td>
      <td className={classes.short}>
        <Text size="sm" c="dimmed">
          <span className={classes.label}>Erased on </span>
          <Day of={eraseAt} />
        </Text>
      </td>
      {onRestore && onErase && (
        <td>
          <Group gap="xs" wrap="nowrap">
            <Button
              {...button}
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              aria-label={`Restore ${name}`}
              onClick={onRestore}
            >
              Restore
            </Button>
            <Button
              {...button}
              color="red"
              leftSection={<IconTrash size={14} aria-hidden />}
              aria-label={`Erase now: ${name}`}
              onClick={onErase}
            >
              Erase now
            </Button>
          </Group>
        </td>
      )}
    </tr>
  )
}
