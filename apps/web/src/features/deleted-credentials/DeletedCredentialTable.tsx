import { Button, Group, Text } from '@mantine/core'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { DeletedCredential } from '@stepkey/shared/deleted-credential'
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keepPreviousRows } from '../../api/keepPreviousRows.ts'
import { StatusText } from '../../ui/feedback/StatusText.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { Day } from '../../ui/time/Day.tsx'
import { RelativeTime } from '../../ui/time/RelativeTime.tsx'
import { useMay } from '../../workspace/access.ts'
import { useApi } from '../../workspace/useApi.ts'
import classes from '../all-credentials/CredentialTable.module.css'
import { PagedTable } from '../all-credentials/PagedTable.tsx'
import { placeAttributes, type RowPlace } from '../all-credentials/TableRows.tsx'
import { useActors } from '../audit/useActors.ts'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import { OwnerAndTags } from '../owners/OwnerAndTags.tsx'
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
  const byId = new Map(components.map((component) => [component.id, component]))
  const actors = new Map(
    useActors().flatMap(({ items }) => items.map(({ value, label }) => [value, label] as const)),
  )
  const close = () => setAction(undefined)
  return (
    <>
      <PagedTable
        label="Recently deleted credentials"
        of={pages}
        columnCount={mayWrite ? 5 : 4}
        head={
          <>
            <th scope="col">Name</th>
            <th scope="col">Component</th>
            <th scope="col">Deleted</th>
            <th scope="col">Kept until</th>
            {mayWrite && <th scope="col">Actions</th>}
          </>
        }
        empty={
          search ? (
            <Text c="dimmed">No deleted credential matches “{isolated(search)}”.</Text>
          ) : (
            <NothingDeleted keptDays={pages.data?.pages[0]?.keptDays ?? 0} />
          )
        }
      >
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
      </PagedTable>
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
        <OwnerAndTags of={credential} />
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
          <span className={classes.label}>Kept until </span>
          <Day of={eraseAt} />
        </Text>
      </td>
      {onRestore && onErase && (
        <td>
          <Group gap="xs" wrap="nowrap" ml={-8}>
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
