import { Badge, Group, Skeleton, Text } from '@mantine/core'
import type { AuditEntry } from '@stepkey/shared/audit'
import { IconKey, IconUser } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../api.ts'
import { Age } from '../ui/Age.tsx'
import { Row, RowList } from '../ui/RowList.tsx'
import { ShowMore } from '../ui/ShowMore.tsx'
import { inWords, particulars } from './actionWords.ts'
import { type AuditFilter, auditPages } from './auditPages.ts'

/** What happened in this workspace, the newest first. */
export function AuditList({ filter }: { filter: AuditFilter }) {
  const { trpc } = useApi()
  const pages = useInfiniteQuery({ ...auditPages(trpc, filter), placeholderData: keepPreviousData })
  if (!pages.data) return <AuditListSkeleton />
  const entries = pages.data.pages.flatMap(({ items }) => items)
  if (entries.length === 0) return <Text c="dimmed">Nothing of that kind has happened here.</Text>
  return (
    <>
      <RowList label="What happened">
        {entries.map((entry) => (
          <AuditRow key={entry.seq} entry={entry} />
        ))}
      </RowList>
      <ShowMore of={pages} />
    </>
  )
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const { name, because } = particulars(entry)
  const { actor } = entry
  const ActorIcon = actor.kind === 'api_key' ? IconKey : IconUser
  return (
    <Row
      actions={
        <Text size="sm" c="dimmed">
          <Age of={entry.at} />
        </Text>
      }
    >
      <Group gap={6}>
        <ActorIcon size={15} aria-hidden />
        <Text component="span" fw={600}>
          {actor.name ?? 'Somebody who is gone'}
        </Text>
        <Text component="span">{inWords(entry)}</Text>
        {entry.outcome === 'refused' && (
          <Badge color="amber" variant="light" size="sm">
            Refused
          </Badge>
        )}
      </Group>
      {(name || because || entry.address) && (
        <Text size="sm" c="dimmed">
          {[name && `“${name}”`, because, entry.address && `from ${entry.address}`]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      )}
    </Row>
  )
}

export function AuditListSkeleton() {
  return (
    <RowList label="What happened">
      {['a', 'b', 'c', 'd'].map((key) => (
        <Row key={key}>
          <Skeleton height={16} width="45%" />
          <Skeleton height={12} width="25%" />
        </Row>
      ))}
    </RowList>
  )
}
